import { setTimeout as sleep } from 'node:timers/promises'
import { isWrite } from '@/domain/team/kinds/action'
import { isAway, outage, patientLanes } from '@/server/db/away'
import { log } from '@/server/log'
import type { Settlement } from '@/server/models/pool'
import type { NewEntry } from '@/server/record/append'
import { Ahead, NotTogether, type Decided } from './ahead'
import { carryOn } from './carry-on'
import { pinnedAt, runPinned } from './handlers/pinned'
import { handlers, STAYS_INSIDE } from './handlers/registry'
import { holdBranch } from './hold'
import { keepLeftovers, remembering } from './leftovers'
import { openWait } from './open-wait'
import { guarding } from './spend-guard'
import { commitOf } from './outcome-commit'
import { Leaving, RunOver, Stopped, type Work } from './stop-guard'
import type { Entered } from './entered'
import { isRefused, isStale, isTransient, type Statements } from './store'
import { takeTurn } from './turns'
import type { Activation, Engine, Handler, HandlerOutcome } from './types'

const MAX_TRANSIENT = 60

/** What `advance` needs of the process that carries it. */
export interface Driver {
  engine: Engine
  signal: AbortSignal
  /** Under which this process takes branches. */
  workerId: string
  /** Whether a branch is still this process's; a refusal means stop unless it is. */
  stillOwns(run: string, branch: string): Promise<boolean>
  /** More was enqueued than this driver goes on with. */
  kick(): void
}

/**
 * Drives one branch of one run from where it stands until it ends, waits or splits. Re-entrant: it may be called again
 * at any time, anywhere; the branch's fence lets only the latest through and a step that is done is not done twice. A
 * branch that a switch stops is held where it stands, see `hold.ts`.
 * @throws Leaving when this worker stops before the branch is through: another is to go on with it
 */
export async function advance(
  driver: Driver,
  runId: string,
  branch: string,
  claimed: Entered | null,
): Promise<void> {
  let at: Entered | null = claimed
  let careful = false
  for (let transient = 0; ; at = null) {
    try {
      at ??= await driver.engine.store.enter(runId, branch, driver.workerId)
      if (!at) return
      await follow(driver, runId, branch, at, careful)
      return
    } catch (error) {
      if (error instanceof RunOver) return
      if (error instanceof Stopped && at) {
        const { db, stops } = driver.engine
        if (await holdBranch(patientLanes(db.lanes, driver.signal), runId, branch, at, error.stop)) return
        stops.forget(error.stop.workspaceId)
        continue
      }
      if (error instanceof Leaving || driver.signal.aborted) throw error
      if (isAway(error)) {
        // Entering again waits for the database, however long that takes.
        await sleep(200)
        continue
      }
      if (isTransient(error) && ++transient <= MAX_TRANSIENT) {
        await sleep(Math.min(5000, 100 * 2 ** Math.min(transient, 6)))
        continue
      }
      careful ||= error instanceof NotTogether
      if (!isRefused(error) && !isStale(error) && !(error instanceof NotTogether)) throw error
      if (!(await driver.stillOwns(runId, branch))) return
    }
  }
}

async function follow(
  driver: Driver,
  runId: string,
  branch: string,
  entered: Entered,
  careful: boolean,
): Promise<void> {
  const { engine, signal } = driver
  const version = await engine.versions.get(entered.versionId)
  const { workspace } = version
  const ahead = new Ahead(engine.store, { id: runId, workspaceId: workspace.id }, branch, careful)
  const { landed } = ahead
  try {
    for (let at: Entered | null = entered; at;) {
      const node = version.bundle.nodes[at.node]
      if (!node) throw new Error(`version ${version.digest} has no node ${at.node}`)
      if (!STAYS_INSIDE.has(node.kind)) await landed()
      const startedAt = new Date()
      const activation = { engine, runId, branch, at, version, workspace, node, startedAt, signal, landed }
      at = await settle(activation, await perform(activation), ahead, () => driver.kick())
    }
  } catch (error) {
    // Now, not once what is decided is committed: by then the database is back.
    outage.note(error)
    throw error
  } finally {
    await landed()
  }
}

/** What the activation does, for who may stop it. */
const workOf = ({ runId, at, node, workspace }: Activation): Work => ({
  workspaceId: workspace.id,
  teamId: at.teamId,
  runId,
  agents: 'agent' in node && node.agent ? [node.agent] : [],
  breakable: !(node.kind === 'action' && isWrite(node)),
})

/** Runs the handler under the switches: with a signal of its own, whose reason says what broke it off. */
async function perform(activation: Activation): Promise<HandlerOutcome> {
  const { engine } = activation
  const signal = engine.stops.watch(workOf(activation))
  const calls: Settlement[] = []
  const denied: NewEntry[] = []
  try {
    await engine.stops.admit(signal)
    const watched = {
      ...activation,
      signal,
      engine: {
        ...engine,
        models: guarding(remembering(engine.models, calls), activation, () => costOf(calls), denied),
      },
    }
    // The registry pairs each kind with its own handler; the activation's node is of that kind.
    const handler = handlers[activation.node.kind] as Handler<typeof activation.node.kind>
    // Nothing may come between having the turn and using it.
    const turn = takeTurn()
    if (turn) await turn
    const pin = pinnedAt(activation)
    const outcome = await (pin ? runPinned(watched, pin) : handler(watched))
    // What a handler makes of being broken off is no fault of the step.
    if (outcome.kind === 'fault') signal.throwIfAborted()
    return denied.length > 0 ? { ...outcome, entries: [...(outcome.entries ?? []), ...denied] } : outcome
  } catch (error) {
    const stopped = error instanceof Stopped || error instanceof Leaving || signal.aborted
    if (
      stopped ||
      isTransient(error) ||
      outage.note(error) ||
      isRefused(error) ||
      isStale(error) ||
      error instanceof NotTogether ||
      activation.signal.aborted
    ) {
      await keepLeftovers(activation, { settle: calls })
      throw signal.aborted ? (signal.reason as Error) : error
    }
    log.error({ err: error, run: activation.runId, node: activation.node.id }, 'handler failed')
    const failure = {
      code: 'internal' as const,
      message: 'Baton itself failed at this step. It is in the log.',
    }
    return {
      kind: 'fault',
      failure,
      retryable: true,
      result: { failure },
      settle: calls,
      costMicros: costOf(calls),
    }
  } finally {
    engine.stops.release(signal)
  }
}

const costOf = (calls: readonly Settlement[]): bigint =>
  calls.reduce((sum, { costMicros }) => sum + costMicros, 0n)

/** Commits what the handler decided, now or with what comes next; returns where this driver goes on by itself. */
async function settle(
  activation: Activation,
  outcome: HandlerOutcome,
  ahead: Ahead,
  enqueued: () => void,
): Promise<Entered | null> {
  const { engine, runId, branch, version } = activation
  // What a person is to be asked is read from the run.
  if (outcome.kind !== 'done') await ahead.landed()
  let { at } = activation
  for (let decided = outcome; ;) {
    let before: Decided[] = []
    try {
      const { commit, entries } = await commitOf({ ...activation, at }, version, decided)
      const step = { commit, entries, activation, outcome: decided }
      const further = await ahead.goOn(at, step)
      if (further) return further
      before = await ahead.rest()
      const workspaceId = version.workspace.id
      const write = (client?: Statements) =>
        engine.store.commit({ id: runId, workspaceId }, branch, at.fence, [...before, step], client)
      const { awaits, wakeAt: until } = commit
      const { committed, met } = awaits
        ? await openWait(engine.db, { workspaceId, runId, branch, until }, awaits, write)
        : { committed: await write(), met: false }
      if (commit.lanes || commit.moves === 'retry' || met) enqueued()
      if (!committed.go) return null
      // Who enters or leaves a lane sees other forks, and what happened beside it.
      return commit.forks ? await engine.store.read(runId, branch) : carryOn(at, commit, committed)
    } catch (error) {
      await ahead.lost(before, error)
      if (before.length > 0) {
        await keepLeftovers(activation, outcome)
        throw isTransient(error) || isRefused(error) || isStale(error) ? error : new NotTogether(error)
      }
      if (isStale(error)) {
        const now = await engine.store.read(runId, branch)
        // What a join makes of lanes that took too long depends on which have ended since.
        if (!now || (decided.kind === 'done' && decided.lapsed)) return now
        const { root, state, stateVersion, lane, split } = now
        at = { ...at, root, state, stateVersion, lane: lane ?? null, split: split ?? null }
      } else if (decided !== outcome || isRefused(error) || isTransient(error) || activation.signal.aborted) {
        if (isRefused(error)) await keepLeftovers(activation, outcome)
        throw error
      } else {
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
