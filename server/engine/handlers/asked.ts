import type { Envelope, Grounds, ServedView, StepResult } from '@/domain/run/step'
import type { Agent } from '@/domain/team/agent'
import type { Waits } from '../entered'
import type { Outcome } from '../types'
import type { Failed } from './conversation'

/** What is asked of an agent beside what its node says. */
export interface Question {
  /** Schema of the `output` it is to answer with, which may depend on what the agent sees. */
  schema: Record<string, unknown> | ((view: Record<string, unknown>) => Record<string, unknown>)
  /** Name of that schema, for the model and for people. */
  named: string
  /** In place of the node's task. */
  task?: string
  /** Beside the handoff and the view; data, like these. Whoever stands in is given it too, unless it says for whom. */
  more?: Record<string, unknown> | ((agent: Agent) => Record<string, unknown>)
  feedback?: { instructions: string; previous: unknown }
}

/** A question that may be answered by a request to the one before. */
export interface OpenQuestion extends Question {
  requests: { schema: Record<string, unknown>; of: string; left: number }
}

export interface Asked {
  /** Who answered, or was asked last. */
  agent: Agent
  /** What it cost and what it was denied, to be committed with the step whatever came of it. */
  spent: Required<Pick<Outcome, 'costMicros' | 'settle' | 'entries'>>
  /** Parts of the step's result: what it saw, the calls and the tools. */
  shown: Required<Pick<StepResult, 'calls' | 'tools'>> & Pick<StepResult, 'view' | 'standIn' | 'label'>
}

export type Recorded = Asked & { view: ServedView; record: NonNullable<Outcome['record']> }
/** `turn`: it waits for it, and nothing was done. */
export type Unanswered = Asked & Failed & { turn?: { waits: Waits; delayMs: number } }
export type Answered = (Recorded & { envelope: Envelope }) | Unanswered
export type Requested = Recorded & { request: Record<string, unknown>; grounds: Grounds }
