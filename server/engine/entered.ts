import type { Actor } from '@/domain/actor'
import type { Fork, JoinPort } from '@/domain/run/fork'
import type { PlannedStep } from '@/domain/run/history'
import type { CallSummary, DecidedGate, Feedback } from '@/domain/run/step'

/** What a visit has waited for its turn, without having been let in. It stands with what arrived at the branch. */
export interface Waits {
  /** In all, up to the time at which it is looked at again. */
  ms: number
  times: number
  /** Why it was not let in the last time, in a sentence. */
  because: string
  /** The attempt that was not let in, and its calls that models would not hear of: they are shown with its step. */
  attempt: number
  calls?: CallSummary[]
  /** Whoever said 'once more' gave it as long again: attempt at which they last did. */
  retriedAt?: number
}

/** What came over the handoff that led to a node: the subject's slot and contract, and where it came from. */
export interface Arrived {
  from?: string
  edge?: string
  slot?: string
  contract?: string
  /** Attempt at which a person last said: once more. */
  retriedAt?: number
  /** Of an effect that its gate held: who approved which request, by its digest. */
  approved?: { review: string; by: string; digest: string; endpoint?: string }
  /** It was not let in yet where it asked. */
  waits?: Waits
  /** The time it slept for has come. */
  woke?: boolean
  /** The event it waited for has come: its id, and the attempt that it was handed to. */
  event?: { id: string; attempt: number }
  /** Of a join: the fork that fired, by which way; or whose time is up, and that may have fired meanwhile. */
  fires?: { fork: string; port?: JoinPort; lapsed?: true }
}

export interface HistoryStep extends PlannedStep {
  confidence?: number | null
  /** The verdict of a human gate: what a sent-back agent reads, and what an action may send. */
  feedback?: DecidedGate | null
  /** What one who goes back once more is told. */
  told?: Feedback | null
}

/** A fork as it was read, with the version that a change of it must be based on. */
export interface ForkRead {
  id: string
  version: number
  opener: string
  iteration: number
  join: string
  /** Where it was opened. */
  path: string
  scope: string
  state: Fork
}

/** A fork as it stands after a step, and the version that this was worked out from; null for one that opens. */
export type ForkWrite = Omit<ForkRead, 'version'> & { base: number | null; dueSeconds?: number }

/** Where a token stands: domain/run/fork.ts, domain/state/scoped.ts. */
export interface Standing {
  path: string
  scope: string
  fork: string | null
}

/** Where a branch stands and all that happened in its run, as `read_branch` gives it in one round trip. */
export interface Entered {
  fence: number
  node: string
  iteration: number
  attempt: number
  arrived: Arrived
  workspaceId: string
  teamId: string
  versionId: string
  /** Of the digests of its values: server/record/digest.ts */
  salt: string | null
  title: string
  mode: 'live' | 'shadow'
  /** The run's whole state. */
  root: Record<string, unknown>
  /** What a token at this place sees of it. */
  state: Record<string, unknown>
  path: string
  scope: string
  /** The fork of the lane it stands in. */
  lane?: ForkRead | null
  /** Of a join: the fork it brings together. */
  split?: ForkRead | null
  stateVersion: number
  startedBy: Actor
  spentMicros: string
  steps: HistoryStep[]
}

/** The event that a branch waits for. */
export interface Awaits {
  event: string
  key: string
  /** Leaves it for others that wait for the same one. */
  shared: boolean
}
