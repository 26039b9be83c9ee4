// How long an edit in the studio takes to its proof, in a real browser: `npm --prefix bench run proof -- [TIMES]`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { findChromium } from '@/server/main/test/chromium'
import type { Measured, Timed } from './proof-page'

const TIMES = Number(process.argv[2] ?? 30)
/** Milliseconds from an edit to its proof, by the number of nodes up to which they hold. */
const LIMITS: [nodes: number, ms: number][] = [
  [50, 50],
  [500, 200],
]
const SIZES = [10, 50, 200, 500]
const root = join(import.meta.dirname, '..')

const files = await bundled()
const server = createServer(({ url = '/' }, response) => {
  const body = url === '/' ? '<!doctype html><script src="/page.js"></script>' : files[url]
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': url === '/' ? 'text/html' : 'text/javascript',
  })
  response.end(body)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const version = browser.version()
  const measured: Measured[] = []
  for (const size of SIZES) {
    // A page for each, so that none finds what another left behind.
    const page = await browser.newPage()
    page.on('pageerror', (error) => console.error(error))
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    measured.push(
      await page.evaluate(
        ([nodes, times]) =>
          (globalThis as unknown as { measure: (nodes: number, times: number) => Promise<Measured> }).measure(
            nodes,
            times,
          ),
        [size, TIMES] as const,
      ),
    )
    await page.close()
  }
  report(version, measured)
} finally {
  await browser.close()
  server.close()
}

/** The page's script and the worker's, each as one file. */
async function bundled(): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: {
      page: join(root, 'bench/proof-page.ts'),
      worker: join(root, 'components/canvas/proof/proof.worker.ts'),
    },
    tsconfig: join(root, 'tsconfig.json'),
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  })
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]))
}

function report(version: string, measured: readonly Measured[]): void {
  console.log(
    `Chromium ${version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, ${TIMES} edits of each sort`,
  )
  const fixed = measured.flatMap((one) => one.fixed)
  const slowed = quantile(fixed, 0.5) / Math.min(...fixed)
  console.log(
    `a fixed piece of work took ${slowed.toFixed(1)} × its best in the median, ${(quantile(fixed, 0.95) / Math.min(...fixed)).toFixed(1)} × at p95`,
  )
  const head = ['nodes', 'edit', 'p50 ms', '× limit', 'p95 ms', '× limit', 'page blocked p95 ms']
  const rows = measured.flatMap(({ nodes, first, edits }) => {
    const limit = LIMITS.find(([upTo]) => nodes <= upTo)?.[1]
    const row = (name: string, list: readonly Timed[], limit?: number) => {
      const took = list.map(({ toProof }) => toProof)
      const [p50, p95] = [quantile(took, 0.5), quantile(took, 0.95)]
      const blocked = quantile(
        list.map((one) => one.blocked),
        0.95,
      )
      return {
        nodes,
        name,
        limit,
        p50,
        p95,
        blocked,
        cells: [
          nodes,
          name,
          p50.toFixed(1),
          ratio(p50, limit),
          p95.toFixed(1),
          ratio(p95, limit),
          blocked.toFixed(1),
        ],
      }
    }
    const all = Object.values(edits).flat()
    return [
      ...Object.entries(edits).map(([sort, list]) => row(sort, list, limit)),
      row('all edits', all, limit),
      row('first proof, from nothing', [first]),
    ]
  })
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map(({ cells }) => String(cells[i]).length)),
  )
  for (const line of [head, ...rows.map(({ cells }) => cells)])
    console.log(
      line
        .map((cell, i) =>
          i === 1 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0),
        )
        .join('  '),
    )
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const file = {
    at: new Date(),
    browser: version,
    cores: cpus().length,
    load: loadavg()[0],
    times: TIMES,
    slowed,
    rows: rows.map(({ cells: _, ...row }) => row),
  }
  writeFileSync(join(results, 'proof.json'), `${JSON.stringify(file, null, 2)}\n`)
  if (rows.some(({ name, p95, limit }) => name === 'all edits' && p95 > (limit ?? 0))) process.exitCode = 1
}

/** The limit is on edits; the first proof of a page also starts its worker. */
function ratio(ms: number, limit: number | undefined): string {
  return limit === undefined ? '–' : (ms / limit).toFixed(2)
}

function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}
