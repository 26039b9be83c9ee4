import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'
import type { Actor } from '@/domain/actor'
import type { ReviewKind, ReviewView, Verdict } from '@/domain/run/review'
import type { EffectRequest, StepResult } from '@/domain/run/step'
import { visibleState } from '@/domain/state/scoped'
import type { NodeKind } from '@/domain/team/node'
import { isAway } from '@/server/db/away'
import { settlementsJson } from '@/server/models/ledger'
import type { Settlement } from '@/server/models/pool'
import { entryParameters, type NewEntry } from '@/server/record/append'
import type { Arrived, Awaits, Entered, ForkWrite, Standing } from './entered'

export interface StateWrite {
  base: number
  /** Names that lead to where the slot stands, the slot last. */
  at: string[]
  slot: string
  value: unknown
  patch: unknown
  digest: string
  writer: Actor
  /** The whole state as it is then. */
  root: Record<string, unknown>
}

export interface NewReview {
  id: string
  kind: ReviewKind
  question: string
  reason: string
  risk: string
  view: ReviewView
  digest: string
  fourEyes: boolean
  dueAt?: string
}

/** All that one step commits; see `commit_steps` in the migrations. */
export interface Commit {
  node: string
  iteration: number
  attempt: number
  moves: 'on' | 'park' | 'retry' | 'absorb' | 'sleep'
  step?: {
    kind: NodeKind
    status: 'done' | 'failed'
    port?: string
    result: StepResult
    costMicros: string
    startedAt: string
  }
  state?: StateWrite
  settle: Settlement[]
  effect?: { status: string; response?: unknown }
  review?: NewReview
  verdict?: { reviewId: string; digest: string; verdict: Verdict; by: Actor }
  /** Where this branch goes on. */
  next?: { node: string; arrived: Arrived }
  /** The lane the step stands in, when in one. */
  at?: Pick<Standing, 'path' | 'scope'>
  /** Forks that this step opens (base null) or changes. */
  forks?: ForkWrite[]
  /** Lanes that begin beside this branch. */
  lanes?: ({ branch: string; node: string; arrived: Arrived } & Standing)[]
  /** Where this branch stands from now on. */
  place?: Standing
  /** Forks whose other lanes end here. */
  cancel?: string[]
  /** When a sleeping branch is woken. */
  wakeAt?: string
  /** The event that a sleeping branch waits for: then `openWait` commits. */
  awaits?: Awaits
  /** An end that the step leads to and that is reached in the same commit. */
  ends?: { node: string }
  outcome?: {
    status: 'done' | 'failed'
    result: string
    node: string
    reason?: string
    slot?: string
    /** What the run had come to already, while lanes that nothing waits for were still under way. */
    before?: unknown
  }
  retry?: { delayMs: number; attempt: number; arrived?: Arrived }
}

export interface Committed {
  version: number
  status: string
  go: { node: string; iteration: number; attempt: number; arrived: Arrived | null } | null
}

export interface IntendedEffect {
  id: string
  status: 'intended' | 'done' | 'failed' | 'unknown' | 'simulated'
  attempts: number
  request: EffectRequest
  response: unknown
}

const orNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** A step that leads to the next one of the same statement, as `commit_steps` takes it. */
const before = ({ node, iteration, attempt, step, state }: Commit) => ({
  ...{ node, iteration, attempt },
  ...(step && {
    ...{ kind: step.kind, port: step.port, result: step.result },
    ...{ cost_micros: step.costMicros, started_at: step.startedAt },
  }),
  ...(state && {
    ...{ version: state.base + 1, slot: state.slot, value: state.value },
    ...{ patch: state.patch, digest: state.digest, writer: state.writer },
  }),
})

/** The parts of a commit as `commit_steps` takes them; null for what a step does not have. */
function commitParameters(earlier: Commit[], commit: Commit): unknown[] {
  const { node: _node, iteration: _iteration, attempt: _attempt, moves: _moves, ...parts } = commit
  const { step, state, next, settle: _settle, ends, ...rest } = parts
  const settle = [...earlier, commit].flatMap((each) => each.settle)
  const base = [...earlier, commit].find((each) => each.state)?.state?.base
  return [
    earlier.length ? JSON.stringify(earlier.map(before)) : null,
    ...[commit.node, commit.iteration, commit.attempt, commit.moves],
    ...[step?.kind, step?.status, step?.port, orNull(step?.result), step?.costMicros, step?.startedAt],
    ...[state?.at, base, orNull(state?.value), orNull(state?.patch), state?.digest],
    orNull(state?.writer),
    settle.length ? settlementsJson(settle) : null,
    next ? [next.node] : [],
    next ? [JSON.stringify(next.arrived)] : [],
    ends?.node,
    Object.values(rest).some((part) => part !== undefined) ? JSON.stringify(rest) : null,
  ]
}

const COMMIT_STEPS = `select commit_steps(${Array.from({ length: 29 }, (_, i) => `$${i + 1}`).join(', ')}) r`

/** The lanes, or one connection in a transaction. */
export interface Statements {
  query<R extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<R>>
}

/** As the database gives it: `state` is the whole. */
export type ReadBranch = Omit<Entered, 'root'>

export const asEntered = (read: ReadBranch): Entered => ({
  ...read,
  root: read.state,
  state: visibleState(read.state, read.scope),
})

const entered = (read: ReadBranch | null | undefined): Entered | null => (read ? asEntered(read) : null)

/** The engine's round trips, as prepared statements (0002: measured against Prisma's raw query). */
export class RunStore {
  constructor(private readonly lanes: Statements) {}

  /** Takes the fence of a branch that is this worker's once more; null when it is not, or there is nothing to drive. */
  async enter(run: string, branch: string, worker: string): Promise<Entered | null> {
    const { rows } = await this.lanes.query<{ r: ReadBranch | null }>({
      name: 'enter_branch',
      text: 'select enter_branch($1, $2, $3) r',
      values: [run, branch, worker],
    })
    return entered(rows[0]?.r)
  }

  /** Reads a branch without taking it; null when its run is over. */
  async read(run: string, branch: string): Promise<Entered | null> {
    const { rows } = await this.lanes.query<{ r: ReadBranch | null }>({
      name: 'read_branch',
      text: 'select read_branch($1, $2) r',
      values: [run, branch],
    })
    return entered(rows[0]?.r)
  }

  /**
   * Commits a step, or nothing; with it the steps before that led to it one after the other, which do nothing but lead on.
   * @param fence the fence taken on entering; null when a person's verdict moves a waiting branch
   * @param client a connection in a transaction, when more than the step is to commit
   * @throws a pg error: P0F01 fenced or over, P0F02 the state moved, P0F03 the review is not open as shown
   */
  async commit(
    run: { id: string; workspaceId: string },
    branch: string,
    fence: number | null,
    steps: { commit: Commit; entries: NewEntry[] }[],
    client: Statements = this.lanes,
  ): Promise<Committed> {
    const commits = steps.map(({ commit }) => commit)
    const last = commits.pop()
    if (!last) throw new Error('there is no step to commit')
    const { rows } = await client.query<{ r: Committed }>({
      name: 'commit_steps',
      text: COMMIT_STEPS,
      values: [
        ...[run.id, branch, fence],
        ...commitParameters(commits, last),
        ...entryParameters(
          run.workspaceId,
          steps.flatMap(({ entries }) => entries),
        ),
      ],
    })
    if (!rows[0]) throw new Error('commit_steps answered nothing')
    return rows[0].r
  }

  /** Puts the intent of an outward call on the record before it goes out. */
  async intend(
    run: { id: string; workspaceId: string },
    branch: string,
    fence: number,
    effect: {
      id: string
      node: string
      iteration: number
      key: string
      connection: string
      request: EffectRequest
    },
    entry: NewEntry,
  ): Promise<IntendedEffect> {
    const { rows } = await this.lanes.query<{ r: IntendedEffect }>({
      name: 'intend_effect',
      text: 'select intend_effect($1, $2, $3, $4, $5, $6, $7, $8) r',
      values: [run.id, branch, fence, JSON.stringify(effect), ...entryParameters(run.workspaceId, [entry])],
    })
    if (!rows[0]) throw new Error('intend_effect answered nothing')
    return rows[0].r
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

/** Somebody else moved this branch, or the step is committed already: nothing happened. */
export const isRefused = (error: unknown): boolean => ['P0F01', '23505'].includes(codeOf(error))
/** Another branch of the run wrote the state in between: read it again and commit once more. */
export const isStale = (error: unknown): boolean => codeOf(error) === 'P0F02'
export const isReviewClosed = (error: unknown): boolean => codeOf(error) === 'P0F03'
/** The database or the line to it is away for the moment, or it was in the way of others: the same again may do. */
export const isTransient = (error: unknown): boolean =>
  isAway(error) || /^(53|40P01|40001)/.test(codeOf(error))
