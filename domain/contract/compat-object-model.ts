import { excludedOf, factsOf, sizeOf, type Fact, type Goal, type Selector } from './compat-goals'
import { matchesPattern } from './evaluate-text'
import { isRecord } from './json-schema'

/** What is asked of an object: how many properties, what binds them and their names, which must be there. */
export interface ObjectModel {
  min: number
  max: number
  /** Goals on the value of a property: those by its name, and those by what its name is like. */
  named: Map<string, Goal[]>
  bindings: { selector: Selector; goal: Goal }[]
  nameGoals: Goal[]
  /** Properties that must be there, with what their values must meet. */
  required: Map<string, Goal[]>
  /** Properties that must be there under a name still to be found. */
  demands: PropertyDemand[]
  excluded: unknown[]
}

/** Some property: selected by a selector, or with a name that meets a goal. */
export interface PropertyDemand {
  selector: Selector | undefined
  nameGoal: Goal | undefined
  goal: Goal | undefined
}

export function readObjectModel(facts: Fact[]): ObjectModel {
  const required = new Map<string, Goal[]>()
  const named = new Map<string, Goal[]>()
  const bindings: ObjectModel['bindings'] = []
  const demands: PropertyDemand[] = []
  for (const { selector, goal } of factsOf(facts, 'some')) {
    if (selector.kind === 'name') append(required, selector.name, goal)
    else demands.push({ selector, nameGoal: undefined, goal })
  }
  for (const { selector, goal } of factsOf(facts, 'each')) {
    if (selector.kind === 'name') append(named, selector.name, goal)
    else bindings.push({ selector, goal })
  }
  for (const { goal } of factsOf(facts, 'someName'))
    demands.push({ selector: undefined, nameGoal: goal, goal: undefined })
  return {
    ...sizeOf(facts),
    named,
    bindings,
    nameGoals: factsOf(facts, 'eachName').map((fact) => fact.goal),
    required,
    demands,
    excluded: excludedOf(facts).filter(isRecord),
  }
}

function append(goals: Map<string, Goal[]>, name: string, goal: Goal): void {
  const known = goals.get(name)
  if (known) known.push(goal)
  else goals.set(name, [goal])
}

export function selects(selector: Selector, name: string): boolean {
  switch (selector.kind) {
    case 'name':
      return selector.name === name
    case 'pattern':
      return matchesPattern(selector.source, name)
    case 'other':
      return (
        !selector.names.includes(name) && !selector.patterns.some((source) => matchesPattern(source, name))
      )
  }
}

/** What binds the value of a property. */
export function bindingGoals(model: ObjectModel, name: string): Goal[] {
  const alike = model.bindings.filter(({ selector }) => selects(selector, name)).map(({ goal }) => goal)
  return [...(model.named.get(name) ?? []), ...alike]
}

/** All names that some part of the facts mentions. */
export function mentionedNames(model: ObjectModel): string[] {
  const names = new Set([...model.required.keys(), ...model.named.keys()])
  for (const selector of selectorsOf(model)) {
    if (selector.kind === 'name') names.add(selector.name)
    if (selector.kind === 'other') for (const name of selector.names) names.add(name)
  }
  return [...names]
}

/** All patterns by which the facts tell names apart. */
export function namePatterns(model: ObjectModel): string[] {
  const patterns = selectorsOf(model).flatMap((selector) => {
    if (selector.kind === 'pattern') return [selector.source]
    return selector.kind === 'other' ? selector.patterns : []
  })
  return [...new Set(patterns)]
}

function selectorsOf(model: ObjectModel): Selector[] {
  return [...model.bindings, ...model.demands]
    .map(({ selector }) => selector)
    .filter((selector) => selector !== undefined)
}
