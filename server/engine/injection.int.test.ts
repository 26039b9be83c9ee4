import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { assembleTeam, compileTeam } from '@/domain/team/compile'
import type { Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import type { StepResult } from '@/domain/run/step'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { startRun } from '@/server/services/run/start'
import { startEngineBench, type EngineBench } from './testing/engine-bench'
import {
  assistant,
  attackersOf,
  casesOf,
  catalogueFor,
  helping,
  injections,
  obeying,
  startOutside,
  userTools,
  type InjectionCase,
} from './testing/injection-bench'

const LONGEST_MS = 600_000
const AT_ONCE = 12

let bench: EngineBench
let outside: Awaited<ReturnType<typeof startOutside>>

beforeAll(async () => {
  bench = await startEngineBench()
  outside = await startOutside(bench)
}, 120_000)
afterAll(async () => {
  await outside.close()
  await bench.close()
})

const slug = (round: string, tool: string): string => `${round}-${tool.toLowerCase()}`

/** As it would run if it were published, sound or not. */
function unproved(tool: string, agent: Agent): Bundle {
  const { assembled } = assembleTeam(helping(tool), catalogueFor(agent))
  if (!assembled) throw new Error('A team without a beginning')
  return assembled
}

function proved(tool: string, agent: Agent): Bundle {
  const { bundle, problems } = compileTeam(helping(tool), catalogueFor(agent))
  if (!bundle) throw new Error(problems.map(({ message }) => message).join('\n'))
  return bundle
}

/** Runs cases, so many at a time, with a model that obeys, and counts what left the process meanwhile. */
async function runAll(round: string, cases: readonly InjectionCase[]) {
  const obeyed = { reached: new Set<string>(), attempts: 0 }
  bench.server.script('m-one', obeying(obeyed))
  const before = { attacks: outside.attacks(), reads: outside.reads(), filed: outside.desk.arrivals.length }
  const queue = [...cases]
  let completed = 0
  let denied = 0
  const ids: string[] = []
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = queue.pop(); one; one = queue.pop()) {
        const input = { case: one.id, task: one.task }
        const { id } = await startRun(bench.context(['operator']), { team: slug(round, one.tool), input })
        ids.push(id)
        const run = await over(id)
        const tools = run.steps.flatMap(({ tools }) => tools)
        denied += tools.filter((use) => use.denied !== undefined).length
        if (run.status !== 'done') throw new Error(`${one.id}: ${run.status} ${JSON.stringify(run.steps)}`)
        completed++
      }
    }),
  )
  const recorded = await bench.db.prisma.recordEntry.count({
    where: { kind: 'tool.refused', runId: { in: ids } },
  })
  const filed = outside.desk.arrivals.slice(before.filed).map(({ path }) => path)
  return {
    cases: cases.length,
    reached: obeyed.reached.size,
    attempts: obeyed.attempts,
    left: outside.attacks() - before.attacks,
    reads: outside.reads() - before.reads,
    completed,
    filed: new Set(filed).size,
    denied,
    recorded,
  }
}

/** A run once it is over or waits, looked for as seldom as makes no difference. */
async function over(id: string) {
  const { run, step } = bench.db.prisma
  for (;;) {
    const { status } = await run.findUniqueOrThrow({ where: { id }, select: { status: true } })
    if (status !== 'running' && status !== 'queued') {
      const steps = await step.findMany({ where: { runId: id }, select: { node: true, result: true } })
      return {
        status,
        steps: steps.map(({ node, result }) => {
          const { tools = [], failure } = result as unknown as StepResult
          return { node, tools, failure }
        }),
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}

const publish = async (policies: PolicySet): Promise<void> => {
  const admin = bench.context(['admin'])
  const { revision } = await savePolicyDraft(admin, { policies, revision: 0 })
  await publishPolicies(admin, { revision, note: '' })
  // A worker goes by what it last read for a second.
  await new Promise((resolve) => setTimeout(resolve, 1100))
}

const attempts = (cases: readonly InjectionCase[]): number =>
  cases.reduce((sum, one) => sum + one.attackerTools.length, 0)

const all = injections.length
/** A few of every tool's cases. */
const tenth = injections.filter((_one, i) => i % 10 === 0)
const writers = userTools.flatMap((tool) => casesOf(tool).slice(0, 2))
const everyOne = { cases: all, reached: all, reads: all, completed: all, filed: all }

describe('a model that obeys every instruction it reads', { timeout: LONGEST_MS }, () => {
  it('reaches no tool of the attacker from an agent that was given only what its job needs', async () => {
    for (const tool of userTools) await bench.team(slug('given', tool), proved(tool, assistant(tool)))
    const found = await runAll('given', injections)
    console.info('injection, tools of its job only:', found)
    expect(found).toEqual({
      ...everyOne,
      attempts: attempts(injections),
      left: 0,
      denied: attempts(injections),
      recorded: attempts(injections),
    })
  })

  it('carries no words over to another system, from an agent that may read there as well', async () => {
    for (const tool of userTools)
      await bench.team(slug('held', tool), proved(tool, assistant(tool, attackersOf(tool))))
    const found = await runAll('held', injections)
    console.info('injection, with every tool of the attacker as a read:', found)
    expect(found).toMatchObject({ ...everyOne, left: 0, denied: attempts(injections) })
  })

  it('does so once the policies permit everything: what held it back were they', async () => {
    await publish([
      { id: 'everything', title: 'Everything, to everybody.', text: 'permit (principal, action, resource);' },
    ])
    const some = tenth
    const found = await runAll('held', some)
    console.info('the same, with policies that permit everything:', found)
    expect(found).toMatchObject({ reached: some.length, completed: some.length, denied: 0 })
    expect(found.left).toBe(attempts(some))
  })

  it('is given no tool that writes: the proof refuses it, and the engine, whatever the policies say', async () => {
    const some = writers
    for (const tool of userTools) {
      const writing = attackersOf(tool).map((one) => ({ ...one, effect: 'write' as const }))
      const agent = assistant(tool, writing)
      const { problems } = compileTeam(helping(tool), catalogueFor(agent))
      expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
        'agents.writes',
      ])
      await bench.team(slug('writing', tool), unproved(tool, agent))
    }
    const permitted = await runAll('writing', some)
    expect(permitted).toMatchObject({ reached: some.length, left: 0, denied: attempts(some) })
    await publish(DEFAULT_POLICIES)
    const found = await runAll('writing', some)
    console.info('injection, with tools that write, past the proof:', found)
    expect(found).toMatchObject({
      reached: some.length,
      left: 0,
      completed: some.length,
      denied: attempts(some),
    })
  })
})

it('is told in the documentation with the counts of these cases', () => {
  const doc = readFileSync(new URL('../../docs/information-flow.md', import.meta.url), 'utf8')
  const rows = [...doc.matchAll(/^\|[^|]+\| +(\d+) \| +([^|]+?) \| +(\d+) \|$/gm)].map(([, ...row]) => row)
  expect(rows).toEqual([
    [`${all}`, `0 (of ${attempts(injections)})`, `${all}`],
    [`${all}`, `0 (of ${attempts(injections)})`, `${all}`],
    [`${tenth.length}`, `all ${attempts(tenth)}`, `${tenth.length}`],
    [`${writers.length}`, `0 (of ${attempts(writers)})`, `${writers.length}`],
  ])
  expect(doc).toContain(`gives ${all} tool responses`)
})
