import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import { isRecord } from '@/domain/contract/json-schema'
import { isOver, type RunStatus } from '@/domain/run/history'
import { priorityOf } from '@/domain/run/priority'
import { storable } from '@/domain/storable'
import { modeAt } from '@/domain/run/mode'
import { bounded, checkInstance } from '@/server/bounded'
import { saltedDigest } from '@/server/record/digest'
import { bindingsOf } from '../bindings'
import { ENGINE } from '../commit'
import { fault } from '../fault'
import { flowOfTeam, refusedByFlow } from '../flow-check'
import { insertRun } from '../start'
import { takeUpFailure } from '../take-up'
import { wakeWorkers } from '../wake'
import type { Activation, Handler, HandlerOutcome } from '../types'

/**
 * The end of a called run wakes whoever waits, and whoever falls asleep after it (`look_again` in the migrations); these
 * are the net below.
 */
const FIRST_LOOK_MS = 5_000
const LATER_LOOK_MS = 10 * 60_000

/** Starts another team's run, waits for its end, and hands on what that was handed. */
export const runTeam: Handler<'team'> = async (activation) => {
  const { node, version, at } = activation
  const called = version.bundle.teams?.[node.team ?? '']
  if (!called) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const misfit = takeUpFailure(version.bundle, node, at.state, at.arrived.slot)
  if (misfit) return fault(misfit)
  // A person's 'once more' starts another run; a crash in between does not.
  const key = calledKey(activation.runId, at)
  const existing = await calledRun(activation, key)
  if (!existing) {
    const untrusted = await flowOfTeam(activation)
    return untrusted ? refusedByFlow(activation, untrusted) : start(activation, called, key)
  }
  if (!isOver(existing.status as RunStatus)) return wait(activation, LATER_LOOK_MS)
  return come(activation, existing)
}

/** The key that the run is started with that an activation calls. */
export const calledKey = (
  runId: string,
  { node, iteration, arrived }: Pick<Activation['at'], 'node' | 'iteration' | 'arrived'>,
): string => `${runId}:${node}:${iteration}:${arrived.retriedAt ?? 0}`

/** The run that an activation called before. Nobody else can have chosen its key, and it is this run's own child. */
const calledRun = ({ engine, workspace, runId }: Activation, key: string) =>
  engine.db.prisma.run.findFirst({
    where: { workspaceId: workspace.id, ...calledAs(runId, [key]) },
    select: { id: true, status: true, outcome: true, state: true },
  })

/** Runs that a run called by these keys, as a condition on `run`. */
export const calledAs = (runId: string, keys: string[]) => ({
  keySpace: 'run',
  idempotencyKey: { in: keys },
  parentRun: runId,
})

type Called = NonNullable<Activation['version']['bundle']['teams']>[string]

async function start(activation: Activation<'team'>, called: Called, key: string): Promise<HandlerOutcome> {
  const { node, version, at, engine, workspace, runId, branch } = activation
  let input: unknown = at.state[at.arrived.slot ?? '']
  try {
    if (node.input !== undefined) {
      const source = node.input
      input = storable(
        bounded(() => evaluateExpression(source, bindingsOf(version.bundle, at.state, at.steps))),
      )
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({
      code: 'expression_failed',
      message: `What it begins with could not be made: ${error.message}`,
    })
  }
  const problems = called.input ? checkInstance(called.input.schema, input) : []
  if (problems.length || !isRecord(input))
    return fault({
      code: 'contract_violated',
      message: `What ${called.name} is given does not fit what it begins with.`,
      details: { problems: problems.slice(0, 20) },
    })
  const { priority } = await engine.db.prisma.run.findUniqueOrThrow({
    where: { id: runId },
    select: { priority: true },
  })
  const started = await insertRun(engine.db, {
    workspaceId: workspace.id,
    team: { id: called.teamId, slug: called.slug, name: called.name },
    version: await engine.versions.get(called.versionId),
    input,
    mode: modeAt(version.bundle, node.id, at.mode),
    priority: priorityOf(priority),
    startedBy: at.startedBy,
    idempotencyKey: key,
    parent: { run: runId, branch, node: node.id, iteration: at.iteration },
  })
  if (!started) {
    const { endedAt } = await engine.db.prisma.run.findUniqueOrThrow({
      where: { id: runId },
      select: { endedAt: true },
    })
    if (!endedAt) throw new Error(`version ${called.digest} of ${called.slug} could not be started`)
    // Somebody ended this run meanwhile: nothing is called for it, and whatever this step comes to is refused.
    return wait(activation, FIRST_LOOK_MS)
  }
  if (!started.created && !(await calledRun(activation, key)))
    throw new Error(`run ${started.id} has the key of the one that ${runId} calls at ${node.id}`)
  void wakeWorkers(engine.db.pool)
  return wait(activation, FIRST_LOOK_MS)
}

const wait = ({ startedAt }: Activation<'team'>, ms: number): HandlerOutcome => ({
  kind: 'sleep',
  until: new Date(startedAt.getTime() + ms),
  result: {},
})

interface Over {
  id: string
  status: string
  outcome: unknown
  state: unknown
}

function come({ node, version, at }: Activation<'team'>, run: Over): HandlerOutcome {
  const outcome = isRecord(run.outcome) ? run.outcome : {}
  const result = typeof outcome['result'] === 'string' ? outcome['result'] : ''
  const called = { run: run.id, status: run.status, result }
  if (run.status !== 'done') {
    const why = typeof outcome['reason'] === 'string' ? ` ${outcome['reason']}` : ''
    const failure = {
      code: 'team_failed' as const,
      message: `Its run is ${run.status}.${why}`,
      details: called,
    }
    return { ...fault(failure), result: { called, failure } }
  }
  const record = { data: { called: run.id, result } }
  if (result === 'rejected') return { kind: 'done', port: 'rejected', result: { called }, record }
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  if (!contract) return { kind: 'done', port: 'out', result: { called }, record }
  const slot = typeof outcome['slot'] === 'string' ? outcome['slot'] : ''
  const value = isRecord(run.state) ? run.state[slot] : undefined
  const problems =
    value === undefined
      ? [{ pointer: '', message: 'nothing was handed to its end' }]
      : checkInstance(contract.schema, value)
  if (problems.length) {
    const failure = {
      code: 'contract_violated' as const,
      message: `What came back does not fit ${contract.name} ${contract.version}.`,
      details: { problems: problems.slice(0, 20), run: run.id },
    }
    return { ...fault(failure), result: { called, failure } }
  }
  return {
    kind: 'done',
    port: 'out',
    write: { slot: node.id, value, writer: ENGINE },
    result: { called, output: value },
    record: { data: { ...record.data, output: saltedDigest(value, at.salt) } },
  }
}
