import { expandGoal } from './compat-expand'
import { UNSAT, type Clause, type Fact, type Goal, type Outcome } from './compat-goals'
import type { JsonType } from './json-schema'

/** What exploring one type needs to know and may ask. */
export interface Exploration {
  type: JsonType
  spend(): void
  identify(goal: Goal): string
  /** Whether no value at all meets the goals. */
  refuted(goals: Goal[]): boolean
  /** One of these values must do. */
  choose(values: unknown[]): Outcome
  /** No alternatives are left: solve the facts. */
  finish(branch: Branch): Outcome
}

/** One way through the alternatives. */
export interface Branch {
  facts: Fact[]
  clauses: Clause[]
  seen: Map<string, boolean>
  asserted: Goal[]
}

/** Tries the alternatives that a set of goals leaves open, until one can be met or none is left. */
export function explore(exploration: Exploration, goals: Goal[]): Outcome {
  const branch: Branch = { facts: [], clauses: [], seen: new Map(), asserted: [] }
  return advance(exploration, branch, goals.map((goal) => ({ kind: 'goal', goal })))
}

function advance(exploration: Exploration, branch: Branch, agenda: Fact[]): Outcome {
  const settled = absorb(exploration, branch, agenda)
  if (settled) return settled
  if (branch.clauses.length > 1) dropRefuted(exploration, branch)
  const clause = nextClause(branch.clauses)
  if (!clause) return exploration.finish(branch)
  const clauses = branch.clauses.filter((other) => other !== clause)
  let doubt: Outcome | undefined
  for (const alternative of clause.any) {
    exploration.spend()
    const copy: Branch = { facts: [...branch.facts], clauses: [...clauses], seen: new Map(branch.seen), asserted: [...branch.asserted] }
    const outcome = advance(exploration, copy, [...alternative])
    if (outcome.verdict === 'sat') return outcome
    if (outcome.verdict === 'unknown') doubt ??= outcome
  }
  return doubt ?? UNSAT
}

/** Takes goals apart as far as no choice is needed; an outcome if that already decides. */
function absorb(exploration: Exploration, branch: Branch, agenda: Fact[]): Outcome | undefined {
  for (let fact = agenda.pop(); fact; fact = agenda.pop()) {
    if (fact.kind === 'oneOf') return exploration.choose(fact.values)
    if (fact.kind !== 'goal') {
      branch.facts.push(fact)
      continue
    }
    const { goal } = fact
    if (typeof goal.schema === 'object') {
      const name = exploration.identify(goal)
      const known = branch.seen.get(name)
      if (known !== undefined && known !== goal.holds) return UNSAT
      if (known !== undefined) continue
      branch.seen.set(name, goal.holds)
      if (goal.holds) branch.asserted.push(goal)
    }
    exploration.spend()
    for (const clause of expandGoal(goal, exploration.type)) {
      if (clause.any.length === 0) return UNSAT
      const [only] = clause.any
      if (clause.any.some((alternative) => alternative.length === 0)) continue
      if (clause.any.length === 1 && only) agenda.push(...only)
      else branch.clauses.push(clause)
    }
  }
  return undefined
}

/** A denial needs no choice if what it denies cannot hold anyway; without this, unions multiply out. */
function dropRefuted(exploration: Exploration, branch: Branch): void {
  branch.clauses = branch.clauses.filter(({ refutes }) => !refutes || !exploration.refuted([...branch.asserted, refutes]))
}

/** Assertions before denials, then the fewest alternatives first. */
function nextClause(clauses: Clause[]): Clause | undefined {
  const weight = (clause: Clause): number => clause.any.length + (clause.refutes ? 1_000 : 0)
  return [...clauses].sort((a, b) => weight(a) - weight(b))[0]
}
