// How the studio's canvas bears a large team while a run of it is live: opening it, dragging a card, moving the canvas;
// `npm --prefix bench run canvas -- [SIZE,SIZE…]`. A whole installation of its own, production build, headless Chromium.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { startInstallation, Installation } from '@/e2e/support/installation'
import { signIn } from '@/e2e/support/journey'
import { findChromium } from '@/server/main/test/chromium'
import { canvasTeam } from './canvas-team'

const SIZES = (process.argv[2] ?? '400,1000').split(',').map(Number)
const OPENINGS = 5
const SECONDS = 4
/** What the compiler of this file wraps round functions, also round those that are sent to a page. */
const NAMES = 'globalThis.__name = (made) => made'

interface Limits {
  /** To the first cards that can be pressed, in seconds. */
  opening: number
  fps: number
}
const LIMITS = (size: number): Limits => (size <= 400 ? { opening: 2, fps: 50 } : { opening: 4, fps: 30 })

/** Frames that were shown, by how long each stood. */
interface Frames {
  fps: number
  /** The longest of twenty frames, and of all, in ms. */
  p95: number
  worst: number
  /** What the page's own thread did for a frame, in ms of processor time: hardly more while the machine does other work. */
  work: number
}

interface Figures {
  size: number
  openings: number[]
  drag: Frames
  pan: Frames
  /** Moving the canvas with as much of the team in sight as the zoom allows. */
  panAll: Frames
  /** The same on an empty page, just after. */
  empty: Frames
  /** How often the run was read anew while that was measured. */
  painted: number
  run: string
}

const { place, stop } = await startInstallation({ BATON_SANDBOX_DELAY_MS: '2000' })
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const installation = new Installation(place)
  const figures: Figures[] = []
  for (const size of SIZES) figures.push(await measure(installation, browser, size))
  report(figures, browser.version())
} finally {
  await browser.close()
  await stop()
}

async function measure(installation: Installation, on: Browser, size: number): Promise<Figures> {
  const team = canvasTeam(size)
  await installation.makeTeam(team)
  const api = await installation.api('operator')
  const context = await on.newContext({
    baseURL: installation.address,
    viewport: { width: 1440, height: 900 },
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.addInitScript(NAMES)
  await signIn(page, 'operator')
  const run = await api.startRun(team.sample, team.key)
  const address = `/teams/${team.key}?run=${run}`
  const openings: number[] = []
  // The first one loads what a browser keeps from then on, as the day's first visit does; it counts like the others.
  for (let i = 0; i < OPENINGS; i++) openings.push(await open(page, address))
  await page.getByRole('region', { name: 'Canvas' }).getByRole('status').waitFor()
  let painted = 0
  page.on('response', (response) => {
    if (response.url().includes('runs.get')) painted++
  })
  const drag = await whileMoving(page, await cardInSight(page))
  const pan = await whileMoving(page, await emptySpot(page))
  for (let i = 0; i < 8; i++) await page.keyboard.press('-')
  await page.waitForTimeout(1500)
  const panAll = await whileMoving(page, await emptySpot(page))
  const { status } = await api.run(run)
  await context.close()
  const idle = await empty(on)
  return { size, openings, drag, pan, panAll, empty: idle, painted, run: status }
}

/** Seconds from the navigation until a card is there and the page answers to a press. */
async function open(page: Page, address: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(address, { waitUntil: 'commit' })
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.querySelector('.react-flow__node-card')) return void requestAnimationFrame(look)
          // Once more through the queue: what the page still does at that moment counts.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
        }
        look()
      }),
  )
  return ms / 1000
}

async function cardInSight(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
    if (!canvas) throw new Error('There is no canvas.')
    const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 }
    const far = (box: DOMRect) =>
      Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y)
    const [nearest] = [...document.querySelectorAll('.react-flow__node-card')]
      .map((card) => card.getBoundingClientRect())
      .sort((a, b) => far(a) - far(b))
    if (!nearest) throw new Error('No card is in sight.')
    return { x: nearest.x + nearest.width / 2, y: nearest.y + nearest.height / 3 }
  })
}

/** A page with nothing on it, under the same load: what the machine can show at all just then. */
async function empty(on: Browser): Promise<Frames> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(NAMES)
  await page.goto('about:blank')
  const frames = await whileMoving(page, { x: 500, y: 400 })
  await page.close()
  return frames
}

/** A place where the canvas itself takes the pointer. */
async function emptySpot(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
    if (!canvas) throw new Error('There is no canvas.')
    for (let y = canvas.y + canvas.height * 0.4; y < canvas.bottom - 120; y += 6)
      for (let x = canvas.x + canvas.width * 0.3; x < canvas.right - 160; x += 6)
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
    throw new Error('Nowhere is the canvas empty.')
  })
}

/** Presses there and moves in circles, counting the frames the page shows meanwhile. */
async function whileMoving(page: Page, from: { x: number; y: number }): Promise<Frames> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  const before = await worked()
  await page.evaluate(() => {
    const times: number[] = []
    const note = (at: number) => {
      times.push(at)
      ;(globalThis as { frames?: number[] }).frames = times
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  const until = performance.now() + SECONDS * 1000
  for (let step = 1; performance.now() < until; step++) {
    const angle = step / 12
    await page.mouse.move(from.x + 140 * Math.sin(angle), from.y + 90 * (1 - Math.cos(angle)))
  }
  const times = await page.evaluate(() => (globalThis as { frames?: number[] }).frames ?? [])
  const spent = (await worked()) - before
  await devtools.detach()
  await page.mouse.up()
  await page.waitForTimeout(300)
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at))
  const sorted = gaps.toSorted((a, b) => a - b)
  return {
    fps: gaps.length / (gaps.reduce((sum, gap) => sum + gap, 0) / 1000),
    p95: sorted[Math.floor(0.95 * (sorted.length - 1))] ?? Infinity,
    worst: sorted.at(-1) ?? Infinity,
    work: spent / gaps.length,
  }
}

function report(all: Figures[], version: string): void {
  let missed = false
  console.log(
    `Chromium ${version}, ${cpus().length} cores, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  )
  for (const { size, openings, drag, pan, panAll, empty: idle, painted, run } of all) {
    const limits = LIMITS(size)
    const sorted = openings.toSorted((a, b) => a - b)
    const opening = sorted[Math.floor(sorted.length / 2)] ?? Infinity
    const rows: [string, number, string, number, string][] = [
      [
        'opening, median s',
        opening,
        `at most ${limits.opening}`,
        opening / limits.opening,
        `slowest ${sorted.at(-1)?.toFixed(2)} s`,
      ],
      ...(
        [
          ['dragging a card', drag],
          ['moving the canvas', pan],
          ['moving it, all in sight', panAll],
        ] as const
      ).map(([what, { fps, p95, worst, work }]): [string, number, string, number, string] => [
        `${what}, frames a second`,
        fps,
        `at least ${limits.fps}`,
        limits.fps / fps,
        `p95 ${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} ms; ${work.toFixed(1)} ms of work a frame`,
      ]),
    ]
    console.log(`\n${size} nodes; its run was read anew ${painted} times meanwhile and was ${run} at the end`)
    console.log(`  an empty page showed ${idle.fps.toFixed(1)} frames a second just after`)
    for (const [what, found, limit, ratio, more] of rows) {
      if (ratio > 1) missed = true
      console.log(
        `  ${what.padEnd(44)} ${found.toFixed(2).padStart(7)}   ${limit.padEnd(12)} ${ratio.toFixed(2)}×   ${more}`,
      )
    }
  }
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const file = { at: new Date(), chromium: version, cores: cpus().length, load: loadavg(), figures: all }
  writeFileSync(join(results, 'canvas.json'), `${JSON.stringify(file, null, 2)}\n`)
  if (missed) process.exitCode = 1
}
