import {
  assertion,
  goalFact,
  sizeRules,
  unit,
  type Fact,
  type Goal,
  type Rule,
  type Selector,
} from './compat-goals'
import { evaluatedStatically } from './compat-unevaluated'
import {
  containsOf,
  countKeyword,
  dependenciesOf,
  itemSchemas,
  own,
  schemaEntries,
  schemaKeyword,
  stringsKeyword,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

/** The keywords of arrays as rules. */
export function arrayRules(schema: SchemaObject, root: JsonSchema): Rule[] {
  const rules = sizeRules(countKeyword(schema, 'minItems'), countKeyword(schema, 'maxItems'))
  if (own(schema, 'uniqueItems') === true)
    rules.push(assertion({ kind: 'unique', holds: true }, { kind: 'unique', holds: false }))
  const { prefix, rest } = itemSchemas(schema)
  for (const [index, part] of prefix.entries()) rules.push(places(part, root, index, index + 1))
  if (rest !== undefined) rules.push(places(rest, root, prefix.length, Infinity))
  const contains = containsOf(schema)
  if (contains && (contains.min > 0 || contains.max < Infinity)) rules.push(containsRule(contains, root))
  return withUnevaluated(rules, schema, root, 'unevaluatedItems')
}

function containsRule(
  { schema, min, max }: { schema: JsonSchema; min: number; max: number },
  root: JsonSchema,
): Rule {
  const goal: Goal = { schema, root, holds: true }
  const tooFew: Fact =
    min === 1
      ? { kind: 'eachItem', from: 0, to: Infinity, goal: { ...goal, holds: false } }
      : { kind: 'contains', min: 0, max: min - 1, goal }
  return {
    clauses: () => [unit({ kind: 'contains', min, max, goal })],
    breaches: () => [
      ...(min > 0 ? [[tooFew]] : []),
      ...(max < Infinity ? [[{ kind: 'contains', min: max + 1, max: Infinity, goal } satisfies Fact]] : []),
    ],
  }
}

/** The keywords of objects as rules. */
export function objectRules(schema: SchemaObject, root: JsonSchema): Rule[] {
  const rules = sizeRules(countKeyword(schema, 'minProperties'), countKeyword(schema, 'maxProperties'))
  for (const name of stringsKeyword(schema, 'required'))
    rules.push(assertion(present(name, root), absent(name, root)))
  const properties = schemaEntries(schema, 'properties')
  const patterns = schemaEntries(schema, 'patternProperties')
  for (const [name, part] of properties) rules.push(members(part, root, { kind: 'name', name }))
  for (const [source, part] of patterns) rules.push(members(part, root, { kind: 'pattern', source }))
  const others = schemaKeyword(schema, 'additionalProperties')
  if (others !== undefined) {
    const names = properties.map(([name]) => name)
    rules.push(members(others, root, { kind: 'other', names, patterns: patterns.map(([source]) => source) }))
  }
  const names = schemaKeyword(schema, 'propertyNames')
  if (names !== undefined) {
    const goal: Goal = { schema: names, root, holds: true }
    rules.push(assertion({ kind: 'eachName', goal }, { kind: 'someName', goal: { ...goal, holds: false } }))
  }
  rules.push(...dependencyRules(schema, root))
  return withUnevaluated(rules, schema, root, 'unevaluatedProperties')
}

function dependencyRules(schema: SchemaObject, root: JsonSchema): Rule[] {
  return dependenciesOf(schema).map(({ name, required, schema: part }) => {
    const there = present(name, root)
    const wanted = [
      ...required.map((other) => present(other, root)),
      ...(part === true ? [] : [goalFact(part, root, true)]),
    ]
    const broken = [
      ...required.map((other) => absent(other, root)),
      ...(part === true ? [] : [goalFact(part, root, false)]),
    ]
    return {
      clauses: () => [{ any: [[absent(name, root)], [there, ...wanted]] }],
      breaches: () => broken.map((fact) => [there, fact]),
    }
  })
}

function present(name: string, root: JsonSchema): Fact {
  return { kind: 'some', selector: { kind: 'name', name }, goal: { schema: true, root, holds: true } }
}

function absent(name: string, root: JsonSchema): Fact {
  return { kind: 'each', selector: { kind: 'name', name }, goal: { schema: false, root, holds: true } }
}

/** Only where the parts that apply depend on the value, what they leave unevaluated is not taken apart. */
function withUnevaluated(rules: Rule[], schema: SchemaObject, root: JsonSchema, keyword: string): Rule[] {
  const part = schemaKeyword(schema, keyword)
  if (part === undefined || part === true) return rules
  const evaluated = evaluatedStatically(schema, root)
  if (!evaluated) {
    const fact: Fact = {
      kind: 'opaque',
      reason: `${keyword} depends on which other parts apply`,
      checkable: true,
    }
    return [...rules, assertion(fact, fact)]
  }
  const items = keyword === 'unevaluatedItems'
  if (items ? evaluated.everyItem : evaluated.everyProperty) return rules
  const selector: Selector = { kind: 'other', names: [...evaluated.names], patterns: [...evaluated.patterns] }
  return [...rules, items ? places(part, root, evaluated.prefix, Infinity) : members(part, root, selector)]
}

function members(part: JsonSchema, root: JsonSchema, selector: Selector): Rule {
  return assertion(
    { kind: 'each', selector, goal: { schema: part, root, holds: true } },
    { kind: 'some', selector, goal: { schema: part, root, holds: false } },
  )
}

function places(part: JsonSchema, root: JsonSchema, from: number, to: number): Rule {
  return assertion(
    { kind: 'eachItem', from, to, goal: { schema: part, root, holds: true } },
    { kind: 'someItem', from, to, goal: { schema: part, root, holds: false } },
  )
}
