import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/server/log'
import { handlers } from './handlers/registry'
import { commitOf } from './outcome-commit'
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
    at = await settle(activation, version, outcome, () => driver.kick())
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
  enqueued: () => void,
): Promise<Entered | null> {
  const { engine, runId, branch } = activation
  let { at } = activation
  for (let decided = outcome; ;) {
    try {
      const { commit, entries } = await commitOf({ ...activation, at }, version, decided)
      const committed = await engine.store.commit(
        { id: runId, workspaceId: version.workspace.id },
        branch,
        at.fence,
        commit,
        entries,
      )
      if (commit.next.length > 1 || commit.moves === 'retry') enqueued()
      return carryOn(at, commit, committed)
    } catch (error) {
      if (isStale(error)) at = { ...at, ...(await currentState(engine, runId)) }
      else if (decided !== outcome || isRefused(error) || isTransient(error) || activation.signal.aborted)
        throw error
      else {
        // What cannot be kept must not keep the run from reaching a person.
        log.error({ err: error, run: runId, node: activation.node.id }, 'a step could not be committed')
        decided = uncommitted(outcome)
      }
    }
  }
}

/** In place of an outcome that cannot be committed: a fault that says so, with the calls to settle and the effect's state. */
function uncommitted({ settle, costMicros, effect }: HandlerOutcome): HandlerOutcome {
  const failure = {
    code: 'internal' as const,
    message: 'Baton could not keep what came of this step. It is in the log.',
  }
  return {
    kind: 'fault',
    failure,
    retryable: false,
    result: { failure },
    ...(settle ? { settle: settle.map(({ error: _error, ...settlement }) => settlement) } : {}),
    ...(costMicros === undefined ? {} : { costMicros }),
    ...(effect ? { effect: { status: effect.status } } : {}),
  }
}

async function currentState(engine: Engine, runId: string): Promise<Pick<Entered, 'state' | 'stateVersion'>> {
  const run = await engine.db.prisma.run.findUniqueOrThrow({
    where: { id: runId },
    select: { state: true, stateVersion: true },
  })
  return { state: run.state as Record<string, unknown>, stateVersion: run.stateVersion }
}

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
