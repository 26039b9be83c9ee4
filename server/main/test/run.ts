import { generateClient } from '../start/prepare'
import type { Outcome } from './outcome'
import { type Part, type Stage, stages } from './stages'
import { killTools, runScript } from './tool'

const parts: readonly string[] = ['check', 'unit', 'int', 'e2e'] satisfies Part[]
const nothing: Outcome = { passed: 0, failed: 0, skipped: 0, detail: '' }

/**
 * Runs everything, or the part asked for, and says what came of it; a failure does not keep later stages from running.
 * @returns the exit code
 */
export async function test(root: string, args: string[]): Promise<number> {
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length)
  if (only !== undefined && !parts.includes(only)) throw new Error(`--only takes one of ${parts.join(', ')}.`)
  const filters = args.filter((arg) => !arg.startsWith('--only='))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      killTools()
      process.exit(130)
    })
  }
  await generateClient(root, (_label, work) => work())
  // Writes next-env.d.ts and the types of routes, which the type check of a fresh clone needs.
  await runScript('next/dist/bin/next', ['typegen'])

  const wanted = stages(root).filter(({ part }) => !only || part === only)
  const outcomes = new Map<string, Outcome>()
  await twoAtATime(
    wanted.filter(({ part }) => part === 'check'),
    async (stage) => void outcomes.set(stage.name, await runStage(stage, filters)),
  )
  for (const stage of wanted.filter(({ part }) => part !== 'check')) {
    const broken = wanted.find(
      (other) => other.neededBy?.includes(stage.name) && failed(outcomes.get(other.name)),
    )
    outcomes.set(stage.name, broken ? skip(stage, `${broken.name} failed`) : await runStage(stage, filters))
  }
  return report([...outcomes.values()])
}

async function runStage(stage: Stage, filters: string[]): Promise<Outcome> {
  const begun = performance.now()
  const outcome = await stage.run(filters).catch((error: unknown) => ({
    ...nothing,
    failed: 1,
    detail: error instanceof Error ? error.message : String(error),
  }))
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const mark = outcome.failed > 0 ? 'FAILED' : outcome.passed > 0 ? 'ok' : 'skipped'
  const tests = outcome.passed + outcome.failed
  const counts =
    tests > 1 ? `  ${tests} tests${outcome.failed > 0 ? `, ${outcome.failed} of them failed` : ''}` : ''
  const why = mark === 'skipped' ? `  (${outcome.detail})` : ''
  console.log(`  ${stage.name.padEnd(18)} ${mark.padEnd(7)} ${seconds.padStart(6)} s${counts}${why}`)
  if (outcome.failed > 0) console.log(`\n${outcome.detail.trim()}\n`)
  return outcome
}

function skip(stage: Stage, why: string): Outcome {
  console.log(`  ${stage.name.padEnd(18)} skipped           (${why})`)
  return { ...nothing, skipped: 1 }
}

/** As many as the smallest machine has cores. */
async function twoAtATime(all: Stage[], work: (stage: Stage) => Promise<void>): Promise<void> {
  const queue = [...all]
  const worker = async () => {
    for (let stage = queue.shift(); stage; stage = queue.shift()) await work(stage)
  }
  await Promise.all([worker(), worker()])
}

function report(outcomes: Outcome[]): number {
  const total = outcomes.reduce(
    (sum, one) => ({
      ...sum,
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    nothing,
  )
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed > 0 ? 1 : 0
}

function failed(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && outcome.failed > 0
}
