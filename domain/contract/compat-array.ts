import { goalsAt, lastPlace, placeGoals, type ArrayModel, type Demand } from './compat-array-model'
import { assignPlaces } from './compat-array-places'
import {
  excludedOf,
  factsOf,
  firstOf,
  sat,
  sizeOf,
  UNSAT,
  type Fact,
  type FactOf,
  type Goal,
  type Outcome,
  type Solver,
} from './compat-goals'
import { jsonEquals } from './json-schema'

const LENGTH_LIMIT = 1_000
const MOST_CONTAINED = 12

/** An array that meets all facts, or the proof that there is none. */
export function solveArray(solver: Solver, facts: Fact[]): Outcome {
  const unique = factsOf(facts, 'unique')
  if (unique.some((fact) => fact.holds) && unique.some((fact) => !fact.holds)) return UNSAT
  const model: ArrayModel = {
    ...sizeOf(facts),
    bindings: factsOf(facts, 'eachItem'),
    demands: factsOf(facts, 'someItem').map(({ from, to, goal }) => ({ from, to, goal, group: undefined })),
    reserved: [],
    twins: undefined,
    unique: unique.some((fact) => fact.holds),
    excluded: excludedOf(facts).filter(Array.isArray),
  }
  const bounded = boundLength(solver, model)
  if (bounded.min > bounded.max) return UNSAT
  const outcomes: (() => Outcome)[] = []
  for (const twins of unique.some((fact) => !fact.holds) ? twinPlaces(bounded) : [undefined]) {
    for (const counted of countContained({ ...bounded, twins }, factsOf(facts, 'contains'))) {
      outcomes.push(() =>
        counted === 'more' ? solver.unknown('too many items must be of one kind') : place(solver, counted),
      )
    }
  }
  return firstOf(outcomes)
}

/** The first place that nothing can fill ends the list. */
function boundLength(solver: Solver, model: ArrayModel): ArrayModel {
  const places = lastPlace(model) + 1
  let { max } = model
  for (let index = 0; index < places && index < max; index += 1) {
    if (solver.solveAt(index, goalsAt(model, index)).verdict === 'unsat') max = index
  }
  return { ...model, max }
}

function twinPlaces(model: ArrayModel): [number, number][] {
  const pairs: [number, number][] = []
  const last = Math.min(lastPlace(model) + 1, LENGTH_LIMIT)
  for (let right = 1; right <= last; right += 1)
    for (let left = 0; left < right; left += 1) pairs.push([left, right])
  return pairs
}

/** `contains` as demands on so many different places, each number in turn where the others must not count. */
function* countContained(
  model: ArrayModel,
  contains: FactOf<'contains'>[],
  group = 0,
): Generator<ArrayModel | 'more'> {
  const [first, ...rest] = contains
  if (!first) {
    yield model
    return
  }
  const { goal, min, max } = first
  if (min > MOST_CONTAINED && min <= model.max) {
    yield 'more'
    return
  }
  const capped = max < Infinity
  const most = Math.min(capped ? max : min, model.max)
  for (let number = min; number <= most; number += 1) {
    if (number > MOST_CONTAINED) {
      yield 'more'
      return
    }
    const demands = Array.from({ length: number }, () => ({ from: 0, to: Infinity, goal, group }))
    const reserved = capped ? [...model.reserved, { goal, group }] : model.reserved
    yield* countContained({ ...model, demands: [...model.demands, ...demands], reserved }, rest, group + 1)
  }
}

function place(solver: Solver, model: ArrayModel): Outcome {
  return assignPlaces(solver, model, (assigned) => build(solver, model, assigned))
}

/** The shortest array for a choice of places; other lengths and values if that one is excluded. */
function build(solver: Solver, model: ArrayModel, assigned: Map<number, Demand[]>): Outcome {
  const length = Math.max(
    model.min,
    ...[...assigned.keys()].map((index) => index + 1),
    model.twins ? model.twins[1] + 1 : 0,
  )
  if (length > model.max) return UNSAT
  if (length > LENGTH_LIMIT) return solver.unknown('the list would be too long to try')
  const natural = fill(solver, model, assigned, length)
  if (natural.verdict !== 'sat' || !isExcluded(model, natural.value)) return natural
  const items = natural.value as unknown[]
  const variations = items.map((item, index) => () => fill(solver, model, assigned, length, { index, item }))
  if (length < model.max) variations.unshift(() => fill(solver, model, assigned, length + 1))
  const varied = firstOf(
    variations.map((vary) => () => {
      const outcome = vary()
      return outcome.verdict === 'sat' && isExcluded(model, outcome.value)
        ? solver.unknown('too many lists are excluded')
        : outcome
    }),
  )
  return varied.verdict === 'unsat' && model.excluded.length > 1
    ? solver.unknown('too many lists are excluded')
    : varied
}

function fill(
  solver: Solver,
  model: ArrayModel,
  assigned: Map<number, Demand[]>,
  length: number,
  avoid?: { index: number; item: unknown },
): Outcome {
  const items: unknown[] = []
  const sets = Array.from({ length }, (_, index) => placeGoals(model, assigned, index))
  for (const [index, own] of sets.entries()) {
    solver.spend()
    if (model.twins?.[1] === index) {
      items.push(items[model.twins[0]])
      continue
    }
    const goals = model.twins?.[0] === index ? [...own, ...(sets[model.twins[1]] ?? [])] : own
    const earlier = model.unique ? items : []
    const taken = avoid?.index === index ? [...earlier, avoid.item] : earlier
    const outcome = solver.solveAt(index, taken.length > 0 ? [...goals, differentFrom(taken)] : goals)
    if (outcome.verdict === 'unknown') return outcome
    // The earlier places may have taken what this one needs; only alike places cannot have.
    if (outcome.verdict === 'unsat')
      return taken.length === 0 || alike(sets) || solver.solveAt(index, goals).verdict === 'unsat'
        ? UNSAT
        : solver.unknown('the items must all differ')
    items.push(outcome.value)
  }
  return sat(items)
}

function alike(sets: Goal[][]): boolean {
  const [first = []] = sets
  return sets.every(
    (set) =>
      set.length === first.length &&
      set.every((goal) => first.some((other) => goal.schema === other.schema && goal.holds === other.holds)),
  )
}

function differentFrom(values: unknown[]): Goal {
  return { schema: { enum: [...values] }, root: true, holds: false }
}

function isExcluded(model: ArrayModel, value: unknown): boolean {
  return model.excluded.some((other) => jsonEquals(other, value))
}
