import type { Actor } from '@/domain/actor'
import type { NodeKind, NodeOf } from '@/domain/team/node'
import type { Split } from '@/domain/run/plan'
import type { StepFailure, StepResult } from '@/domain/run/step'
import type { Connectors } from '@/server/connectors/connectors'
import type { Db } from '@/server/db/client'
import type { ModelPool, Settlement } from '@/server/models/pool'
import type { NewEntry } from '@/server/record/append'
import type { AliasKeys } from './alias-key'
import type { StopGuard } from './stop-guard'
import type { Awaits, Entered, ForkWrite, Waits } from './entered'
import type { NewReview, RunStore } from './store'
import type { LoadedVersion, VersionCache } from './versions'

/** What every handler may use. */
export interface Engine {
  db: Db
  store: RunStore
  models: ModelPool
  connectors: Connectors
  stops: StopGuard
  versions: VersionCache
  aliasKey: AliasKeys
}

/** One activation of one node, whatever its kind. */
export interface AnyActivation {
  engine: Engine
  runId: string
  branch: string
  at: Entered
  version: LoadedVersion
  workspace: { id: string; timeZone: string }
  startedAt: Date
  signal: AbortSignal
  /** Until all before it is committed: awaited before anything leaves this process. `Ahead` says why. */
  landed: () => Promise<void>
}

/** One activation of one node. */
export type Activation<K extends NodeKind = NodeKind> = AnyActivation & { node: NodeOf<K> }

/** What it takes to ask a person about an activation. */
export type Askable = Pick<Activation, 'runId' | 'at' | 'version' | 'node' | 'startedAt'> & {
  engine: Pick<Engine, 'db'> & { connectors: Pick<Connectors, 'endpoint'> }
}

export interface Outcome {
  result: StepResult
  costMicros?: bigint
  settle?: Settlement[]
  effect?: { status: string; response?: unknown }
  /** What the step puts on the record besides what every step does. */
  record?: { data?: Record<string, unknown>; sealed?: Record<string, unknown> }
  entries?: NewEntry[]
}

/** What a handler makes of an activation. It decides, `advance` commits. */
export type HandlerOutcome =
  | (Outcome & {
      kind: 'done'
      port: string
      /** A slot to write; absent for gates that only let through. */
      write?: { slot: string; value: unknown; writer: Actor }
      /** Of one that splits: its lanes, where these are not simply its ways. */
      lanes?: Split
      /** Of a join whose time is up: its fork as fired, and whether the lanes under way end here. */
      lapsed?: { fork: ForkWrite; cancel: boolean }
    })
  /**
   * Wait until a time, or for an event; the node is activated again then, with `arrived.woke` or `arrived.event`.
   * Without a time it waits as long as it takes.
   */
  | (Outcome & { kind: 'sleep'; until?: Date; awaits?: Awaits })
  /** It was not let in where it asked, and nothing was done: the same attempt is begun again after a while. */
  | (Outcome & { kind: 'wait'; waits: Waits; delayMs: number })
  /** There is nothing left to do for this branch. */
  | (Outcome & { kind: 'drop' })
  /** Wait for a person. What an agent answered before, in vain, is told by the failure in the result. */
  | (Outcome & { kind: 'park'; review: Omit<NewReview, 'id' | 'digest'> })
  /** A fault that another attempt may mend. */
  | (Outcome & { kind: 'fault'; failure: StepFailure; retryable: boolean; retryAfterMs?: number })

export type Handler<K extends NodeKind> = (activation: Activation<K>) => Promise<HandlerOutcome>
export type Handlers = { [K in NodeKind]: Handler<K> }
