import { goalsAt, lastPlace, type ArrayModel, type Demand } from './compat-array-model'
import { UNSAT, type Outcome, type Solver } from './compat-goals'

/** Tries the places where demands can be met, sharing places where that is possible; the first that `build` accepts. */
export function assignPlaces(
  solver: Solver,
  model: ArrayModel,
  build: (assigned: Map<number, Demand[]>) => Outcome,
): Outcome {
  // Beyond the last special place all are alike: one for each demand is enough.
  const places = Math.min(
    model.max,
    Math.max(lastPlace(model), model.twins ? model.twins[1] + 1 : 0) + model.demands.length,
  )
  const assigned = new Map<number, Demand[]>()
  const attempt = (next: number): Outcome => {
    const demand = model.demands[next]
    if (!demand) return build(assigned)
    let doubt: Outcome | undefined
    // Demands of one group are alike: in ascending places only, or every order would be tried.
    const group =
      demand.group === undefined
        ? []
        : [...assigned].filter(([, here]) => here.some((other) => other.group === demand.group))
    const from = Math.max(demand.from, ...group.map(([index]) => index + 1))
    for (let index = from; index < demand.to && index < places; index += 1) {
      solver.spend()
      const here = assigned.get(index) ?? []
      const goals = [...goalsAt(model, index), ...here.map(({ goal }) => goal), demand.goal]
      const possible = solver.solveAt(index, goals)
      if (possible.verdict === 'unsat') continue
      if (possible.verdict === 'unknown') doubt ??= possible
      assigned.set(index, [...here, demand])
      const outcome = attempt(next + 1)
      assigned.set(index, here)
      if (here.length === 0) assigned.delete(index)
      if (outcome.verdict === 'sat') return outcome
      if (outcome.verdict === 'unknown') doubt ??= outcome
    }
    return doubt ?? UNSAT
  }
  return attempt(0)
}
