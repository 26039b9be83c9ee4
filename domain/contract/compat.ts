import { explainMisfit } from './compat-reason'
import { BudgetSpent, GoalSolver } from './compat-solve'
import { evaluateSchema, type EvaluateOptions } from './evaluate'
import type { JsonSchema } from './json-schema'

/** `pointer` is a JSON Pointer (RFC 6901) into the value; `reason` is a sentence for someone who does not read schemas. */
export type CompatResult =
  | { verdict: 'compatible' }
  | { verdict: 'incompatible'; counterexample: unknown; pointer: string; reason: string }
  | { verdict: 'unknown'; pointer: string; reason: string }

/**
 * Is every value that is valid under `sub` also valid under `sup`? Searches a value that is the one and not the
 * other. 'compatible' means that none exists, 'incompatible' shows one that `evaluateSchema` has confirmed, and
 * 'unknown' says what could not be decided: a part beyond regular expressions, a reference out of the document,
 * or more work than the budget allows. Never throws, always ends.
 *
 * Formats: by default they describe and do not decide, as in 2020-12, so any text fits where a format is named;
 * but where both sides name different formats the answer is 'unknown', not 'compatible'. With
 * `{ formats: 'assertion' }` they decide, and values must be checked with the same option.
 */
export function checkCompat(sub: JsonSchema, sup: JsonSchema, options: EvaluateOptions = {}): CompatResult {
  const solver = new GoalSolver(options)
  try {
    const outcome = solver.solve([
      { schema: sub, root: sub, holds: true },
      { schema: sup, root: sup, holds: false },
    ])
    if (outcome.verdict === 'unsat') return { verdict: 'compatible' }
    if (outcome.verdict === 'unknown')
      return {
        verdict: 'unknown',
        pointer: outcome.pointer,
        reason: `It cannot be told whether this fits: ${outcome.reason}.`,
      }
    const { value } = outcome
    if (!evaluateSchema(sub, value, options) || evaluateSchema(sup, value, options)) {
      return {
        verdict: 'unknown',
        pointer: '',
        reason: 'It cannot be told whether this fits: a misfit was found but not confirmed.',
      }
    }
    return { verdict: 'incompatible', counterexample: value, ...explainMisfit(sup, value, options) }
  } catch (error) {
    // A schema nested thousands deep, or one that is no tree, overflows the stack before any limit of ours.
    if (!(error instanceof BudgetSpent || error instanceof RangeError)) throw error
    return {
      verdict: 'unknown',
      pointer: '',
      reason: 'It cannot be told whether this fits: the two are too intricate to compare.',
    }
  }
}
