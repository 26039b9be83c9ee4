import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@/server/db/id'
import { log } from '@/server/log'
import { digestOf } from '@/server/record/digest'
import type { NewEntry } from '@/server/record/append'
import { ENGINE, onward, stateWrite, stepEntry } from './commit'
import { escalation } from './escalate'
import { handlers } from './handlers/registry'
import { isRefused, isStale, isTransient, type Commit, type Committed, type Entered } from './store'
import type { Activation, Engine, Handler, HandlerOutcome } from './types'
import type { LoadedVersion, VersionCache } from './versions'

const MAX_TRANSIENT = 60

/** What `advance` needs of the durable engine that carries it. */
export interface Driver {
  engine: Engine
  versions: VersionCache
  signal: AbortSignal
  /** Whether this process still owns the durable workflow; a refusal means stop unless it does. */
  stillOwns(workflowId: string): Promise<boolean>
  /** More was enqueued than this driver goes on with. */
  kick(): void
}

/**
 * Drives one branch of one run from where it stands until it ends, waits or splits. Re-entrant: it may be called again
 * at any time, anywhere; the branch's fence lets only the latest through and a step that is done is not done twice.
 */
export async function advance(
  driver: Driver,
  runId: string,
  branch: string,
  workflowId: string,
): Promise<void> {
  for (let transient = 0; ;) {
    try {
      const at = await driver.engine.store.enter(runId, branch)
      if (!at) return
      await follow(driver, runId, branch, at)
      return
    } catch (error) {
      if (driver.signal.aborted) throw error
      if (isTransient(error) && ++transient <= MAX_TRANSIENT) {
        await sleep(Math.min(5000, 100 * 2 ** Math.min(transient, 6)))
        continue
      }
      if (!isRefused(error)) throw error
      if (!(await driver.stillOwns(workflowId))) return
    }
  }
}

async function follow(driver: Driver, runId: string, branch: string, entered: Entered): Promise<void> {
  const version = await driver.versions.get(entered.versionId)
  for (let at: Entered | null = entered; at;) {
    const startedAt = new Date()
    const activation = activationOf(driver, runId, branch, at, version, startedAt)
    const outcome = await perform(activation)
    at = await settle(activation, version, outcome)
    if (!at) driver.kick()
  }
}

function activationOf(
  driver: Driver,
  runId: string,
  branch: string,
  at: Entered,
  version: LoadedVersion,
  startedAt: Date,
): Activation {
  const node = version.bundle.nodes[at.node]
  if (!node) throw new Error(`version ${version.digest} has no node ${at.node}`)
  const { engine, signal } = driver
  return { engine, runId, branch, at, version, workspace: version.workspace, node, startedAt, signal }
}

async function perform(activation: Activation): Promise<HandlerOutcome> {
  try {
    // The registry pairs each kind with its own handler; the activation's node is of that kind.
    const handler = handlers[activation.node.kind] as Handler<typeof activation.node.kind>
    return await handler(activation)
  } catch (error) {
    if (isTransient(error) || isRefused(error) || activation.signal.aborted) throw error
    log.error({ err: error, run: activation.runId, node: activation.node.id }, 'handler failed')
    const failure = {
      code: 'internal' as const,
      message: 'Baton itself failed at this step. It is in the log.',
    }
    return { kind: 'fault', failure, retryable: true, result: { failure } }
  }
}

/** Commits what the handler decided; returns where this driver goes on by itself. */
async function settle(
  activation: Activation,
  version: LoadedVersion,
  outcome: HandlerOutcome,
): Promise<Entered | null> {
  const { engine, runId, branch } = activation
  for (let { at } = activation; ;) {
    const { commit, entries } = await commitOf({ ...activation, at }, version, outcome)
    try {
      const committed = await engine.store.commit(
        { id: runId, workspaceId: version.workspace.id },
        branch,
        at.fence,
        commit,
        entries,
      )
      return carryOn(at, commit, committed)
    } catch (error) {
      if (!isStale(error)) throw error
      at = { ...at, ...(await currentState(engine, runId)) }
    }
  }
}

async function currentState(engine: Engine, runId: string): Promise<Pick<Entered, 'state' | 'stateVersion'>> {
  const run = await engine.db.prisma.run.findUniqueOrThrow({
    where: { id: runId },
    select: { state: true, stateVersion: true },
  })
  return { state: run.state as Record<string, unknown>, stateVersion: run.stateVersion }
}

async function commitOf(
  activation: Activation,
  version: LoadedVersion,
  outcome: HandlerOutcome,
): Promise<{ commit: Commit; entries: NewEntry[] }> {
  const { at, node, runId, startedAt } = activation
  const run = { id: runId, teamId: at.teamId, version }
  const base = {
    node: at.node,
    iteration: at.iteration,
    attempt: at.attempt,
    settle: outcome.settle ?? [],
    ...(outcome.effect ? { effect: outcome.effect } : {}),
  }
  const step = (status: 'done' | 'failed', port?: string): NonNullable<Commit['step']> => ({
    kind: node.kind,
    status,
    result: outcome.result,
    costMicros: (outcome.costMicros ?? 0n).toString(),
    startedAt: startedAt.toISOString(),
    ...(port ? { port } : {}),
  })
  switch (outcome.kind) {
    case 'done': {
      const state = outcome.write ? stateWrite(at, outcome.write, node.id) : undefined
      const to = onward(version, at, node.id, outcome.port, outcome.end)
      const actor = outcome.write?.writer ?? ENGINE
      const entries = [
        stepEntry(
          run,
          at,
          'step.completed',
          actor,
          {
            kind: node.kind,
            ...(outcome.port ? { port: outcome.port } : {}),
            ...outcome.record?.data,
            ...(state ? { state: { version: state.base + 1, digest: state.digest } } : {}),
          },
          outcome.record?.sealed,
        ),
        ...(to.outcome
          ? [
              stepEntry(run, at, 'run.ended', ENGINE, {
                outcome: to.outcome.result,
                status: to.outcome.status,
              }),
            ]
          : []),
        ...(outcome.entries ?? []),
      ]
      return {
        commit: {
          ...base,
          moves: 'on',
          step: step('done', outcome.port),
          ...to,
          ...(state ? { state } : {}),
          event: {
            kind: 'step.completed',
            body: { node: node.id, iteration: at.iteration, attempt: at.attempt, port: outcome.port },
          },
        },
        entries,
      }
    }
    case 'park': {
      const review = { ...outcome.review, id: newId('rev'), digest: digestOf(outcome.review.view) }
      return {
        commit: {
          ...base,
          moves: 'park',
          next: [],
          review,
          event: { kind: 'review.opened', body: { node: node.id, review: review.id, kind: review.kind } },
        },
        entries: [reviewEntry(run, at, review)],
      }
    }
    case 'fault':
      return faultCommit(activation, run, base, step('failed'), outcome)
  }
}

type Base = Pick<Commit, 'node' | 'iteration' | 'attempt' | 'settle' | 'effect'>

async function faultCommit(
  activation: Activation,
  run: { id: string; teamId: string; version: LoadedVersion },
  base: Base,
  step: NonNullable<Commit['step']>,
  { failure, retryable, retryAfterMs }: Extract<HandlerOutcome, { kind: 'fault' }>,
): Promise<{ commit: Commit; entries: NewEntry[] }> {
  const { at, node } = activation
  const allowed = 'retries' in node ? node.retries : 2
  const used = at.attempt - (at.arrived.retriedAt ?? 0)
  const failed = stepEntry(
    run,
    at,
    'step.failed',
    ENGINE,
    {
      kind: node.kind,
      code: failure.code,
      cost_micros: step.costMicros,
      calls: step.result.calls?.length ?? 0,
    },
    { failure },
  )
  if (retryable && used < allowed) {
    const delayMs = retryAfterMs ?? Math.round(Math.min(30_000, 500 * 2 ** used) * (0.75 + Math.random() / 2))
    return {
      commit: {
        ...base,
        moves: 'retry',
        step,
        next: [],
        retry: { delayMs, attempt: at.attempt + 1 },
        event: {
          kind: 'step.failed',
          body: {
            node: node.id,
            iteration: at.iteration,
            attempt: at.attempt,
            code: failure.code,
            retryInMs: delayMs,
          },
        },
      },
      entries: [failed],
    }
  }
  const asked = await escalation(activation, failure)
  const review = { ...asked, id: newId('rev'), digest: digestOf(asked.view) }
  return {
    commit: {
      ...base,
      moves: 'park',
      step,
      next: [],
      review,
      event: {
        kind: 'review.opened',
        body: { node: node.id, review: review.id, kind: review.kind, code: failure.code },
      },
    },
    entries: [failed, reviewEntry(run, at, review)],
  }
}

const reviewEntry = (
  run: Parameters<typeof stepEntry>[0],
  at: Entered,
  review: NonNullable<Commit['review']>,
): NewEntry =>
  stepEntry(
    run,
    at,
    'review.opened',
    ENGINE,
    { review: review.id, kind: review.kind, view: review.digest, four_eyes: review.fourEyes },
    { question: review.question, reason: review.reason },
  )

/** The next activation of this branch without another round trip, when the commit left it with this driver. */
function carryOn(at: Entered, commit: Commit, { go, version }: Committed): Entered | null {
  if (!go) return null
  const { state, step } = commit
  const steps = step
    ? [
        ...at.steps,
        {
          node: commit.node,
          iteration: commit.iteration,
          attempt: commit.attempt,
          status: step.status,
          ...(step.port ? { port: step.port } : {}),
          confidence: step.result.envelope?.confidence ?? null,
          feedback: step.result.verdict ?? null,
        },
      ]
    : at.steps
  return {
    ...at,
    ...go,
    arrived: go.arrived ?? at.arrived,
    steps,
    stateVersion: version,
    state: state ? { ...at.state, [state.slot]: state.value } : at.state,
    spentMicros: (BigInt(at.spentMicros) + BigInt(step?.costMicros ?? '0')).toString(),
  }
}
