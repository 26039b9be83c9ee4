import { pointerOf } from '../pointer'
import { solveArray } from './compat-array'
import {
  excludedOf,
  factsOf,
  sat,
  UNSAT,
  type Fact,
  type Goal,
  type Outcome,
  type Solver,
  type TypeSolvers,
} from './compat-goals'
import { explore } from './compat-explore'
import { Identities } from './compat-identity'
import { solveNumber } from './compat-number'
import { isOutOfQuestion, solveObject } from './compat-object'
import { solveString } from './compat-string'
import { evaluateSchema, type EvaluateOptions } from './evaluate'
import { JSON_TYPES, jsonEquals, jsonTypeOf, own, type JsonType } from './json-schema'

/** Thrown when a check has done more work than it may. */
export class BudgetSpent extends Error {}

/** Steps of one check; ordinary contracts take a few hundred. */
const BUDGET = 60_000
const DEPTH_LIMIT = 60

const TYPE_SOLVERS: TypeSolvers = {
  number: solveNumber,
  string: solveString,
  array: solveArray,
  object: solveObject,
}

/**
 * Searches a value that meets a set of goals, type by type: goals are taken apart into facts, alternatives are
 * tried in turn (a semantic tableau), and what is left is solved per type. The answer 'unsat' is a proof,
 * 'sat' carries the value. Follows "Witness generation for JSON Schema" (Attouche et al., VLDB 2022).
 */
export class GoalSolver implements Solver {
  private readonly identities = new Identities()
  private readonly done = new Map<string, Outcome>()
  private readonly open = new Map<string, number>()
  private readonly path: (string | number)[] = []
  /** The outermost unfinished search that the running one has leaned on. */
  private leansOn = Infinity
  private spent = 0

  constructor(readonly options: EvaluateOptions) {}

  solve(goals: Goal[]): Outcome {
    const keyed = this.distinct(goals)
    if (!keyed) return UNSAT
    const key = [...keyed.keys()].sort().join(' ')
    const known = this.done.get(key)
    if (known) return known
    const depth = this.open.get(key)
    if (depth !== undefined) {
      // A smallest value that meets these goals holds no smaller one that does: looking here again finds nothing.
      this.leansOn = Math.min(this.leansOn, depth)
      return UNSAT
    }
    if (this.open.size >= DEPTH_LIMIT) return this.unknown('the schema is nested too deeply')
    return this.search(key, [...keyed.values()])
  }

  solveAt(token: string | number, goals: Goal[]): Outcome {
    this.path.push(token)
    const outcome = this.solve(goals)
    this.path.pop()
    return outcome
  }

  spend(amount = 1): void {
    this.spent += amount
    if (this.spent > BUDGET) throw new BudgetSpent()
  }

  unknown(reason: string): Outcome {
    return {
      verdict: 'unknown',
      pointer: pointerOf(this.path),
      reason,
    }
  }

  private search(key: string, goals: Goal[]): Outcome {
    const before = this.leansOn
    const depth = this.open.size
    this.leansOn = Infinity
    this.open.set(key, depth)
    const outcome = this.tryTypes(goals)
    this.open.delete(key)
    const leans = this.leansOn < depth
    // What was refuted only because an outer search is still running is no result of its own.
    if (!leans || outcome.verdict === 'sat') this.done.set(key, outcome)
    this.leansOn = Math.min(before, leans ? this.leansOn : Infinity)
    return outcome
  }

  private tryTypes(goals: Goal[]): Outcome {
    const listed = goals
      .map((goal) => goal.holds && typeof goal.schema === 'object' && own(goal.schema, 'enum'))
      .find(Array.isArray)
    if (listed) return this.choose(goals, listed)
    let doubt: Outcome | undefined
    for (const type of JSON_TYPES) {
      const outcome = this.tryType(goals, type)
      if (outcome.verdict === 'sat') return outcome
      if (outcome.verdict === 'unknown') doubt ??= outcome
    }
    return doubt ?? UNSAT
  }

  private tryType(goals: Goal[], type: JsonType): Outcome {
    return explore(
      {
        type,
        spend: () => this.spend(),
        identify: (goal) => this.identities.of(goal),
        meets: (goal, value) => this.meets([goal], value),
        choose: (values) =>
          this.choose(
            goals,
            values.filter((value) => jsonTypeOf(value) === type),
          ),
        isOutOfQuestion: (facts, alternative) =>
          type === 'object' && isOutOfQuestion(this, facts, alternative),
        finish: (facts) => this.finish(goals, type, facts),
      },
      goals,
    )
  }

  /** Of finitely many values, the first that meets the goals: decided by looking. */
  private choose(goals: Goal[], values: unknown[]): Outcome {
    for (const value of values) {
      this.spend()
      if (this.meets(goals, value)) return sat(value)
    }
    return UNSAT
  }

  private finish(goals: Goal[], type: JsonType, facts: Fact[]): Outcome {
    this.spend()
    const outcome = this.finishPlain(type, facts)
    const opaque = factsOf(facts, 'opaque')
    const [first] = opaque
    if (!first || outcome.verdict !== 'sat') return outcome
    const confirmed = opaque.every((fact) => fact.checkable) && this.meets(goals, outcome.value)
    return confirmed ? outcome : this.unknown(first.reason)
  }

  private finishPlain(type: JsonType, facts: Fact[]): Outcome {
    if (type !== 'null' && type !== 'boolean') return TYPE_SOLVERS[type](this, facts)
    const excluded = excludedOf(facts)
    const free = (type === 'null' ? [null] : [true, false]).filter(
      (value) => !excluded.some((other) => jsonEquals(other, value)),
    )
    return free.length > 0 ? sat(free[0]) : UNSAT
  }

  private meets(goals: Goal[], value: unknown): boolean {
    return goals.every(
      ({ schema, root, holds }) => evaluateSchema(schema, value, { ...this.options, root }) === holds,
    )
  }

  /** The goals by name, without repetition and without the trivial; undefined if two contradict each other. */
  private distinct(goals: Goal[]): Map<string, Goal> | undefined {
    const keyed = new Map<string, Goal>()
    for (const goal of goals) {
      if (typeof goal.schema === 'boolean') {
        if (goal.schema !== goal.holds) return undefined
        continue
      }
      const name = this.identities.of(goal)
      if (keyed.has(`${goal.holds ? '-' : '+'}${name}`)) return undefined
      keyed.set(`${goal.holds ? '+' : '-'}${name}`, goal)
    }
    return keyed
  }
}
