import { firstOf, sat, UNSAT, type Fact, type Goal, type Outcome, type Solver } from './compat-goals'
import {
  bindingGoals,
  mentionedNames,
  readObjectModel,
  type ObjectModel,
  type PropertyDemand,
} from './compat-object-model'
import { candidateNames, nameMeets } from './compat-object-names'
import { jsonEquals } from './json-schema'

const SIZE_LIMIT = 1_000

/** Properties chosen so far, each with what its value must meet beyond the bindings of its name. */
type Chosen = Map<string, Goal[]>

/** An object that meets all facts, or the proof that there is none. */
export function solveObject(solver: Solver, facts: Fact[]): Outcome {
  const model = readObjectModel(facts)
  if (model.min > model.max || model.required.size > model.max) return UNSAT
  const required = [...model.required].map(([name, goals]) => ({
    name,
    goals,
    rank: rank(model, name, goals),
  }))
  for (const { name, goals } of required.sort((a, b) => a.rank - b.rank)) {
    const outcome = property(solver, model, name, goals)
    if (outcome.verdict === 'unsat') return UNSAT
  }
  return meetDemands(solver, model, new Map(model.required), 0)
}

/**
 * Whether one property already rules an alternative out: it forbids what the facts require, or asks for a value that
 * the property cannot have. Spares building the whole object for each of the many ways to break a contract.
 */
export function isOutOfQuestion(solver: Solver, facts: Fact[], alternative: Fact[]): boolean {
  const [fact] = alternative
  if (
    alternative.length !== 1 ||
    (fact?.kind !== 'some' && fact?.kind !== 'each') ||
    fact.selector.kind !== 'name'
  )
    return false
  const { name } = fact.selector
  const isForbidding = fact.kind === 'each' && fact.goal.schema === false && fact.goal.holds
  if (fact.kind === 'each' && !isForbidding) return false
  const wanted = isForbidding ? 'some' : 'each'
  const goals = facts.flatMap((other) =>
    other.kind === wanted && other.selector.kind === 'name' && other.selector.name === name
      ? [other.goal]
      : [],
  )
  return isForbidding ? goals.length > 0 : solver.solveAt(name, [...goals, fact.goal]).verdict === 'unsat'
}

/** Where to look first for a contradiction: forbidden properties, then denials, then tags. */
function rank(model: ObjectModel, name: string, goals: Goal[]): number {
  const bound = model.named.get(name) ?? []
  if (bound.some(({ schema, holds }) => schema !== holds && typeof schema === 'boolean')) return 0
  if (goals.some((goal) => !goal.holds)) return 1
  return bound.some(({ schema }) => typeof schema === 'object' && 'const' in schema) ? 2 : 3
}

/** Whether a property of this name can be there, and with which value. */
function property(solver: Solver, model: ObjectModel, name: string, goals: Goal[]): Outcome {
  solver.spend()
  if (!model.nameGoals.every((goal) => nameMeets(solver, goal, name))) return UNSAT
  return solver.solveAt(name, [...bindingGoals(model, name), ...goals])
}

/** Finds a name for each demand in turn, going back where a later one is left without. */
function meetDemands(solver: Solver, model: ObjectModel, chosen: Chosen, next: number): Outcome {
  const demand = model.demands[next]
  if (!demand) return complete(solver, model, chosen)
  let doubt: Outcome | undefined
  for (const candidate of candidateNames(solver, model, chosen.keys(), demand)) {
    if (typeof candidate !== 'string') {
      doubt ??= candidate.doubt
      continue
    }
    const goals = [...(chosen.get(candidate) ?? []), ...(demand.goal ? [demand.goal] : [])]
    const possible = property(solver, model, candidate, goals)
    if (possible.verdict === 'unsat') continue
    if (possible.verdict === 'unknown') doubt ??= possible
    const extended: Chosen = new Map(chosen).set(candidate, goals)
    if (extended.size > model.max) continue
    const outcome = meetDemands(solver, model, extended, next + 1)
    if (outcome.verdict === 'sat') return outcome
    if (outcome.verdict === 'unknown') doubt ??= outcome
  }
  return doubt ?? UNSAT
}

/** Adds properties up to the least number, then the values; another variation if that object is excluded. */
function complete(solver: Solver, model: ObjectModel, chosen: Chosen): Outcome {
  const filled = fillUp(solver, model, chosen, model.min)
  if (!(filled instanceof Map)) return filled
  const natural = build(solver, model, filled)
  if (natural.verdict !== 'sat' || !isExcluded(model, natural.value)) return natural
  const variations = [...filled].map(([name, goals]) => () => {
    const present = (natural.value as Record<string, unknown>)[name]
    const other: Goal = { schema: { const: present }, root: true, holds: false }
    return build(solver, model, new Map(filled).set(name, [...goals, other]))
  })
  variations.unshift(() => {
    if (filled.size >= model.max) return UNSAT
    const larger = fillUp(solver, model, filled, filled.size + 1)
    return larger instanceof Map ? build(solver, model, larger) : larger
  })
  const varied = firstOf(
    variations.map((vary) => () => {
      const outcome = vary()
      return outcome.verdict === 'sat' && isExcluded(model, outcome.value)
        ? solver.unknown('too many objects are excluded')
        : outcome
    }),
  )
  const exhaustive = model.excluded.length === 1 && filled.size === model.required.size
  return varied.verdict === 'unsat' && !exhaustive ? solver.unknown('too many objects are excluded') : varied
}

/** Optional properties until there are enough; the outcome instead if there cannot be. */
function fillUp(solver: Solver, model: ObjectModel, chosen: Chosen, enough: number): Chosen | Outcome {
  const filled: Chosen = new Map(chosen)
  if (enough > SIZE_LIMIT) return solver.unknown('the object would be too large to try')
  const any: PropertyDemand = { selector: undefined, nameGoal: undefined, goal: undefined }
  let doubt: Outcome | undefined
  const tryName = (name: string): void => {
    if (filled.size >= enough || filled.has(name)) return
    const outcome = property(solver, model, name, [])
    if (outcome.verdict === 'sat') filled.set(name, [])
    if (outcome.verdict === 'unknown') doubt ??= outcome
  }
  if (filled.size < enough) for (const name of mentionedNames(model)) tryName(name)
  for (let before = -1; filled.size < enough && before < filled.size;) {
    before = filled.size
    for (const candidate of candidateNames(solver, model, filled.keys(), any)) {
      if (filled.size >= enough) break
      if (typeof candidate === 'string') tryName(candidate)
      else doubt ??= candidate.doubt
    }
  }
  return filled.size >= enough ? filled : (doubt ?? UNSAT)
}

function build(solver: Solver, model: ObjectModel, chosen: Chosen): Outcome {
  if (chosen.size > model.max) return UNSAT
  const entries: [string, unknown][] = []
  let doubt: Outcome | undefined
  for (const [name, goals] of chosen) {
    const outcome = property(solver, model, name, goals)
    if (outcome.verdict === 'unsat') return UNSAT
    if (outcome.verdict === 'unknown') doubt ??= outcome
    else entries.push([name, outcome.value])
  }
  return doubt ?? sat(Object.fromEntries(entries))
}

function isExcluded(model: ObjectModel, value: unknown): boolean {
  return model.excluded.some((other) => jsonEquals(other, value))
}
