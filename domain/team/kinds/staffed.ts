import { z } from 'zod'
import { slugSchema } from '../slug'
import { contextCapSchema } from './context-cap'
import { statePathSchema } from './common'
import type { NodeExpression } from './kind'

/** The most that one answer may be, in tokens, where nothing else is said. */
export const DEFAULT_OUTPUT_TOKENS = 1500

/** What nodes have in common at which an agent works: who, what it reads besides, and how long it may try. */
export const staffed = {
  agent: slugSchema.optional(),
  /** State it reads besides the incoming handoff. */
  reads: z.array(statePathSchema).max(40).default([]),
  task: z.string().max(4000).default(''),
  /** Attempts after the first, for faults of the model or the line. */
  retries: z.number().int().min(0).max(10).default(2),
  /** Times an answer that breaks the contract is sent back with the error before it escalates. */
  repairs: z.number().int().min(0).max(5).default(2),
  timeoutSeconds: z.number().int().min(1).max(600).default(60),
  maxOutputTokens: z.number().int().min(16).max(32_000).default(DEFAULT_OUTPUT_TOKENS),
  /**
   * Who stands in, once, with its own view, when the agent could not answer after all its repairs and attempts. It does
   * not stand in for one that a person has stopped: that is a decision, and the run is held.
   */
  fallback: slugSchema.optional(),
  context: contextCapSchema.optional(),
}

export const STAFFED_DEFAULTS = {
  reads: [],
  task: '',
  retries: 2,
  repairs: 2,
  timeoutSeconds: 60,
  maxOutputTokens: DEFAULT_OUTPUT_TOKENS,
}

export const readsExpressions = ({ reads }: { reads: readonly string[] }): NodeExpression[] =>
  reads.map((source, i) => ({ pointer: `/reads/${i}`, source, form: 'path' }))
