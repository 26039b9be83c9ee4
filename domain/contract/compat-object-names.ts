import type { Goal, Outcome, Solver } from './compat-goals'
import {
  mentionedNames,
  namePatterns,
  selects,
  type ObjectModel,
  type PropertyDemand,
} from './compat-object-model'
import { evaluateSchema } from './evaluate'

const MOST_PATTERNS = 6
const READABLE = ['extra', 'other', 'note', 'x']

/** A name that could be used, or the admission that some names could not be looked at. */
export type NameCandidate = string | { doubt: Outcome }

/**
 * Names under which a demand could be met: those mentioned or already used, then unmentioned ones. Unmentioned
 * names that match the same patterns are bound alike, so one for each combination of patterns stands for all.
 */
export function* candidateNames(
  solver: Solver,
  model: ObjectModel,
  used: Iterable<string>,
  demand: PropertyDemand,
): Generator<NameCandidate> {
  const known = [...new Set([...used, ...mentionedNames(model)])]
  for (const name of known) if (suits(solver, model, demand, name)) yield name
  const readable = READABLE.find((name) => !known.includes(name) && suits(solver, model, demand, name))
  if (readable !== undefined) yield readable
  yield* freshNames(solver, model, known, demand)
}

function suits(solver: Solver, model: ObjectModel, demand: PropertyDemand, name: string): boolean {
  const goals = demand.nameGoal ? [...model.nameGoals, demand.nameGoal] : model.nameGoals
  return (
    (!demand.selector || selects(demand.selector, name)) &&
    goals.every((goal) => nameMeets(solver, goal, name))
  )
}

export function nameMeets(solver: Solver, { schema, root, holds }: Goal, name: string): boolean {
  return evaluateSchema(schema, name, { ...solver.options, root }) === holds
}

function* freshNames(
  solver: Solver,
  model: ObjectModel,
  known: string[],
  demand: PropertyDemand,
): Generator<NameCandidate> {
  const patterns = namePatterns(model)
  if (patterns.length > MOST_PATTERNS) {
    yield { doubt: solver.unknown('too many patterns of field names would have to be combined') }
    return
  }
  const goals = [...model.nameGoals, ...(demand.nameGoal ? [demand.nameGoal] : [])]
  const fresh: Goal[] = [
    given({ type: 'string' }, true),
    ...(known.length > 0 ? [given({ enum: known }, false)] : []),
    ...goals,
  ]
  for (let combination = 0; combination < 2 ** patterns.length; combination += 1) {
    const matched = (source: string): boolean => ((combination >> patterns.indexOf(source)) & 1) === 1
    if (!agrees(demand, matched)) continue
    solver.spend()
    const outcome = solver.solve([
      ...fresh,
      ...patterns.map((source) => given({ pattern: source }, matched(source))),
    ])
    if (outcome.verdict === 'sat' && typeof outcome.value === 'string') yield outcome.value
    if (outcome.verdict === 'unknown') yield { doubt: outcome }
  }
}

function agrees({ selector }: PropertyDemand, matched: (source: string) => boolean): boolean {
  if (selector?.kind === 'pattern') return matched(selector.source)
  return selector?.kind !== 'other' || !selector.patterns.some(matched)
}

function given(schema: Record<string, unknown>, holds: boolean): Goal {
  return { schema, root: true, holds }
}
