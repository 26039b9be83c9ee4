import type { EvaluateOptions } from './evaluate'
import type { JsonSchema, JsonType } from './json-schema'

/** "A value is (or is not) valid under this schema", with the document its references are looked up in. */
export interface Goal {
  schema: JsonSchema
  root: JsonSchema
  holds: boolean
}

/** Whether a set of goals can be met by one value, and by which. */
export type Outcome =
  | { verdict: 'sat'; value: unknown }
  | { verdict: 'unsat' }
  | { verdict: 'unknown'; pointer: string; reason: string }

/** Which properties of an object a fact is about: one name, those matching a pattern, or all others. */
export type Selector =
  | { kind: 'name'; name: string }
  | { kind: 'pattern'; source: string }
  | { kind: 'other'; names: string[]; patterns: string[] }

/**
 * What schemas say once they are taken apart for one type of value. Every assertion and every denial of one
 * becomes a fact; `each` and `eachItem` bind what is there, `some` and `someItem` demand that it is there.
 */
export type Fact =
  | { kind: 'goal'; goal: Goal }
  | { kind: 'oneOf'; values: unknown[] }
  | { kind: 'noneOf'; values: unknown[] }
  | { kind: 'low' | 'high'; value: number; exclusive: boolean }
  | { kind: 'multiple'; step: number; holds: boolean }
  | { kind: 'size'; min: number; max: number }
  | { kind: 'pattern'; source: string; holds: boolean }
  | { kind: 'format'; name: string; holds: boolean }
  | { kind: 'each' | 'some'; selector: Selector; goal: Goal }
  | { kind: 'eachName' | 'someName'; goal: Goal }
  | { kind: 'eachItem' | 'someItem'; from: number; to: number; goal: Goal }
  | { kind: 'contains'; min: number; max: number; goal: Goal }
  | { kind: 'unique'; holds: boolean }
  | { kind: 'opaque'; reason: string; checkable: boolean }

/** At least one of the alternatives is met; `refutes` is the schema whose denial the alternatives spell out. */
export interface Clause {
  any: Fact[][]
  refutes?: Goal | undefined
}

/** A keyword (or a group that belongs together) taken apart: what holding means, and the ways to break it. */
export interface Rule {
  clauses: () => Clause[]
  breaches: () => Fact[][]
}

/** What the solvers of the single types need from the whole. */
export interface Solver {
  /** Can one value meet all the goals? */
  solve(goals: Goal[]): Outcome
  /** The same for a part of the value, so that an unknown can say where. */
  solveAt(token: string | number, goals: Goal[]): Outcome
  /** Counts work; throws when the budget is used up. */
  spend(amount?: number): void
  unknown(reason: string): Outcome
  readonly options: EvaluateOptions
}

export const UNSAT: Outcome = { verdict: 'unsat' }
export const sat = (value: unknown): Outcome => ({ verdict: 'sat', value })
export const goalFact = (schema: JsonSchema, root: JsonSchema, holds: boolean): Fact => ({
  kind: 'goal',
  goal: { schema, root, holds },
})
export const unit = (...facts: Fact[]): Clause => ({ any: [facts] })
export const negate = (goal: Goal): Goal => ({ ...goal, holds: !goal.holds })

/** Facts of one kind. */
export function factsOf<K extends Fact['kind']>(facts: Fact[], kind: K): FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => fact.kind === kind)
}

export type FactOf<K, F = Fact> = F extends { kind: infer Kinds } ? (K extends Kinds ? F : never) : never

export type TypeSolver = (solver: Solver, facts: Fact[]) => Outcome
export type TypeSolvers = Record<Exclude<JsonType, 'null' | 'boolean'>, TypeSolver>

/** The narrowest range of all `size` facts. */
export function sizeOf(facts: Fact[]): { min: number; max: number } {
  const sizes = factsOf(facts, 'size')
  return {
    min: Math.max(0, ...sizes.map((size) => size.min)),
    max: Math.min(Infinity, ...sizes.map((size) => size.max)),
  }
}

/** All values ruled out by name. */
export function excludedOf(facts: Fact[]): unknown[] {
  return factsOf(facts, 'noneOf').flatMap((fact) => fact.values)
}

/** A rule that is one fact, broken by another. */
export function assertion(fact: Fact, denial: Fact): Rule {
  return { clauses: () => [unit(fact)], breaches: () => [[denial]] }
}

/** Lengths, items or properties counted; a lower bound of 0 cannot be broken. */
export function sizeRules(min: number | undefined, max: number | undefined): Rule[] {
  const rules: Rule[] = []
  if (min !== undefined && min > 0) {
    rules.push(assertion({ kind: 'size', min, max: Infinity }, { kind: 'size', min: 0, max: min - 1 }))
  }
  if (max !== undefined)
    rules.push(assertion({ kind: 'size', min: 0, max }, { kind: 'size', min: max + 1, max: Infinity }))
  return rules
}

/** The first that can be met; otherwise a doubt, if there is one, or the proof. */
export function firstOf(attempts: (() => Outcome)[]): Outcome {
  let doubt: Outcome | undefined
  for (const attempt of attempts) {
    const outcome = attempt()
    if (outcome.verdict === 'sat') return outcome
    if (outcome.verdict === 'unknown') doubt ??= outcome
  }
  return doubt ?? UNSAT
}
