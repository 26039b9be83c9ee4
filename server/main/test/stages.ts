import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../start/prepare'
import { findChromium } from './chromium'
import { ofCheck, ofPlaywright, ofVitest, type Outcome } from './outcome'
import { runScript, type ToolResult } from './tool'

export type Part = 'check' | 'unit' | 'int' | 'e2e'

export interface Stage {
  name: string
  part: Part
  /** Its failure makes these senseless. */
  neededBy?: string[]
  run: (filters: string[]) => Promise<Outcome>
}

const check = (name: string, run: () => Promise<ToolResult>): Stage => ({
  name,
  part: 'check',
  run: async () => ofCheck(await run()),
})

export function stages(root: string): Stage[] {
  return [
    check('format', () =>
      runScript('prettier/bin/prettier.cjs', [
        '--check',
        '--log-level=warn',
        ...cache('prettier/files'),
        '.',
      ]),
    ),
    check('types', () => types('tsconfig.json')),
    check('types of domain', () => types('domain/tsconfig.json')),
    check('lint', () => runScript('eslint/bin/eslint.js', [...cache('lint/'), '--max-warnings=0', '.'])),
    check('imports', () => runScript('dependency-cruiser/bin/dependency-cruise.mjs', importArguments(root))),
    check('unused', () => runScript('knip/bin/knip.js', ['--no-progress'])),
    { name: 'unit tests', part: 'unit', run: (filters) => vitest('unit', filters) },
    { name: 'integration tests', part: 'int', run: (filters) => vitest('integration', filters) },
    { name: 'build', part: 'e2e', neededBy: ['browser journeys'], run: () => buildConsole(root) },
    { name: 'browser journeys', part: 'e2e', run: (filters) => playwright(root, filters) },
  ]
}

/** TypeScript 7 checks several times faster than the 5.9 that the lint rules need; both agree on the language. */
function types(project: string): Promise<ToolResult> {
  const info = join('node_modules', '.cache', 'types', `${project.replace('/', '-')}.tsbuildinfo`)
  const args = ['--noEmit', '--incremental', '--tsBuildInfoFile', info, '--pretty', 'false']
  return runScript('typescript-native/bin/tsc', ['--project', project, ...args])
}

function cache(path: string): string[] {
  return ['--cache', `--cache-location=node_modules/.cache/${path}`, '--cache-strategy=content']
}

function importArguments(root: string): string[] {
  const folders = ['app', 'components', 'domain', 'server', 'prisma', 'e2e']
  return [
    '--config',
    '.dependency-cruiser.cjs',
    ...folders.filter((folder) => existsSync(join(root, folder))),
  ]
}

async function vitest(project: string, filters: string[]): Promise<Outcome> {
  return withReport(async (file) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const args = ['run', '--project', project, ...reporters, ...filters]
    const result = await runScript('vitest/vitest.mjs', args, { limitMs: 35 * 60_000 })
    return ofVitest(result, readReport(file))
  })
}

async function playwright(root: string, filters: string[]): Promise<Outcome> {
  const config = 'e2e/playwright.config.ts'
  if (!existsSync(join(root, config)))
    return { passed: 0, failed: 0, skipped: 1, detail: `there is no ${config}` }
  const browser = await findChromium()
  return withReport(async (file) => {
    const args = ['test', '--config', config, '--reporter=list,json', ...filters]
    const env = { PLAYWRIGHT_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    const result = await runScript('@playwright/test/cli.js', args, { env, limitMs: 35 * 60_000 })
    return ofPlaywright(result, readReport(file))
  })
}

async function buildConsole(root: string): Promise<Outcome> {
  try {
    const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: 'true' } as const
    await build(root, (_label, work) => work(), env)
    return ofCheck({ ok: true, output: '' })
  } catch (error) {
    return ofCheck({ ok: false, output: String(error) })
  }
}

async function withReport(work: (file: string) => Promise<Outcome>): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-report-'))
  try {
    return await work(join(directory, 'report.json'))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
