import type { Fork, LaneEnd } from '../fork'
import type { PlannedStep } from '../history'

/** What happens in a simulated run, in order. */
export type Happening =
  | {
      kind: 'came'
      node: string
      path: string
      scope: string
      /** Its lanes, or those that it brings together, have come together. */
      again?: true
      /** What the token sees. */
      state: Record<string, unknown>
      /** What it knows of what was done before. */
      history: readonly PlannedStep[]
      /** Nodes whose decisions it sees. */
      decided: ReadonlySet<string>
      /** The slot it was handed. */
      slot?: string
      /** The gate that let through what leads here, when nothing was done since that it did not see. */
      approval?: string
    }
  | { kind: 'left'; node: string; status: PlannedStep['status']; port?: string }
  | { kind: 'opened'; fork: string; opener: string; path: string; width: number }
  /** `underWay` counts lanes of the fork, this one included. */
  | { kind: 'began'; fork: string; opener: string; lane: number; underWay: number }
  | {
      kind: 'fired'
      fork: string
      join: string
      port: 'out' | 'short'
      lapsed: boolean
      /** The ends of lanes by which it was decided. */
      decidedBy: Record<string, LaneEnd>
      width: number
    }
  | { kind: 'gathered'; fork: string; value: unknown }
  /** With the lane that it was opened in. */
  | { kind: 'cancelled'; fork: string }
  /** A step could not go on, and a person was asked; `givenUp` when that was the end of the run. */
  | { kind: 'asked'; node: string; givenUp: boolean }
  | { kind: 'stuck'; reason: string }
  /** A plan made twice from the same history was not the same. */
  | { kind: 'unsteady'; node: string }

export interface Simulated {
  happenings: Happening[]
  /** Forks that never fired. */
  open: string[]
  /** What the run came to: done, rejected, or given up by a person. */
  outcome: string | undefined
  endless: boolean
  state: Record<string, unknown>
}

/** The fork whose lanes come together where a token is. */
export interface Fires {
  fork: string
  port?: 'out' | 'short'
  lapsed?: true
  /** Of one that is its own join: it has been told of. */
  told?: true
}

export interface Token {
  id: string
  live: boolean
  node: string
  iteration: number
  arrived: { slot?: string; fires?: Fires }
  path: string
  /** The path with forks counted within their lane, so that it is the same whatever the order. */
  logical: string
  scope: string
  approval?: string | undefined
  /** Since its lane began, an agent has worked or a gate has decided. */
  tainted: boolean
}

export interface OpenFork {
  id: string
  logicalId: string
  opener: string
  join: string
  path: string
  logical: string
  scope: string
  state: Fork
  timed: boolean
  /** What was approved when it opened, and whether a lane that arrived, or something before, spoils it. */
  approval: string | undefined
  tainted: boolean
  taintedBefore: boolean
  decidedBy?: Record<string, LaneEnd>
}

export interface Step extends PlannedStep {
  scope: string
  logical: string
}
