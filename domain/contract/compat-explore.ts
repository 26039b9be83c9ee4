import { expandGoal } from './compat-expand'
import { UNSAT, type Clause, type Fact, type Goal, type Outcome } from './compat-goals'
import type { JsonType } from './json-schema'

/** Clauses up to this many alternatives are thinned out before a choice is made. */
const SMALL_CLAUSE = 4
/** So many choices an examination on the side may make. */
const ASIDE_CHOICES = 2
const UNDECIDED: Outcome = { verdict: 'unknown', pointer: '', reason: '' }

/** What exploring one type needs to know and may ask. */
export interface Exploration {
  type: JsonType
  /** Set while something is examined on the side: the choices it may still make; denials with a choice are passed over. */
  aside?: number
  spend(): void
  identify(goal: Goal): string
  /** Whether a value meets a single goal. */
  meets(goal: Goal, value: unknown): boolean
  /** One of these values must do. */
  choose(values: unknown[]): Outcome
  /** A quick look whether facts rule an alternative out; false if that takes more. */
  isOutOfQuestion(facts: Fact[], alternative: Fact[]): boolean
  /** No alternatives are left: solve the facts. */
  finish(facts: Fact[]): Outcome
}

/** One way through the alternatives. */
interface Branch {
  facts: Fact[]
  clauses: Clause[]
  /** Goals taken apart already, by name, and whether they hold. */
  seen: Map<string, boolean>
}

/** Tries the alternatives that a set of goals leaves open, until one can be met or none is left. */
export function explore(exploration: Exploration, goals: Goal[]): Outcome {
  const branch: Branch = { facts: [], clauses: [], seen: new Map() }
  return advance(
    exploration,
    branch,
    goals.map((goal) => ({ kind: 'goal', goal })),
  )
}

function advance(exploration: Exploration, branch: Branch, agenda: Fact[]): Outcome {
  const settled = absorb(exploration, branch, agenda) ?? simplify(exploration, branch)
  if (settled) return settled
  const clause = exploration.aside === 0 ? undefined : nextClause(branch.clauses)
  if (!clause) return exploration.finish(branch.facts)
  const next =
    exploration.aside === undefined ? exploration : { ...exploration, aside: exploration.aside - 1 }
  const clauses = branch.clauses.filter((other) => other !== clause)
  let doubt: Outcome | undefined
  for (const alternative of clause.any) {
    exploration.spend()
    if (exploration.isOutOfQuestion(branch.facts, alternative)) continue
    const outcome = advance(next, { ...copyOf(branch), clauses: [...clauses] }, [...alternative])
    if (outcome.verdict === 'sat') return outcome
    if (outcome.verdict === 'unknown') doubt ??= outcome
  }
  return doubt ?? UNSAT
}

function copyOf(branch: Branch): Branch {
  return { facts: [...branch.facts], clauses: [...branch.clauses], seen: new Map(branch.seen) }
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
    }
    exploration.spend()
    for (const clause of expandGoal(goal, exploration.type)) {
      const [only] = clause.any
      if (!only) return UNSAT
      if (clause.any.some((alternative) => alternative.length === 0)) continue
      if (clause.any.length === 1) agenda.push(...only)
      else if (exploration.aside === undefined || !clause.refutes) branch.clauses.push(clause)
    }
  }
  return undefined
}

/** Before a choice among several clauses: removes what the rest already rules out, as unions multiply out otherwise. */
function simplify(exploration: Exploration, branch: Branch): Outcome | undefined {
  if (exploration.aside !== undefined) return undefined
  for (let changed = true; changed && branch.clauses.length > 1;) {
    changed = false
    for (const clause of branch.clauses) {
      const [rest, settled] = thinOut(exploration, branch, clause)
      if (settled) return settled
      if (rest === clause) continue
      branch.clauses = branch.clauses.flatMap((other) => (other !== clause ? [other] : rest ? [rest] : []))
      changed = true
    }
  }
  return undefined
}

/** The clause without its impossible alternatives, undefined if it is settled; and an outcome if that decides the branch. */
function thinOut(exploration: Exploration, branch: Branch, clause: Clause): [Clause | undefined, Outcome?] {
  if (clause.refutes && isRuledOut(exploration, branch.facts, clause.refutes)) return [undefined]
  if (clause.any.length > SMALL_CLAUSE) return [clause]
  const possible = clause.any.filter((alternative) => !isImpossible(exploration, branch, alternative))
  const [only] = possible
  if (!only) return [undefined, UNSAT]
  if (possible.length > 1)
    return [possible.length === clause.any.length ? clause : { ...clause, any: possible }]
  const settled = absorb(exploration, branch, [...only])
  return settled ? [undefined, settled] : [undefined]
}

/** Whether facts exclude a goal. Only facts count: goals still to be taken apart may hold the very denial at stake. */
function isRuledOut(exploration: Exploration, facts: Fact[], goal: Goal): boolean {
  const choose = (values: unknown[]): Outcome =>
    values.some((value) => exploration.meets(goal, value)) ? UNDECIDED : UNSAT
  const branch: Branch = { facts: [...facts], clauses: [], seen: new Map() }
  return (
    advance({ ...exploration, choose, aside: ASIDE_CHOICES }, branch, [{ kind: 'goal', goal }]).verdict ===
    'unsat'
  )
}

function isImpossible(exploration: Exploration, branch: Branch, alternative: Fact[]): boolean {
  const copy: Branch = { ...copyOf(branch), clauses: [] }
  return advance({ ...exploration, aside: ASIDE_CHOICES }, copy, [...alternative]).verdict === 'unsat'
}

/** Assertions before denials, unless they are many, as conditions are; then the fewest alternatives first. */
function nextClause(clauses: Clause[]): Clause | undefined {
  const assertions = clauses.filter((clause) => !clause.refutes)
  const denials = clauses.filter((clause) => clause.refutes)
  const pool =
    assertions.length > 2 && denials.length > 0 ? denials : assertions.length > 0 ? assertions : denials
  return [...pool].sort((a, b) => a.any.length - b.any.length)[0]
}
