import { arrayRules, objectRules } from './compat-expand-containers'
import { assertion, goalFact, sizeRules, type Clause, type Fact, type Goal, type Rule } from './compat-goals'
import { isCircular, referenceOf, resolveReference } from './evaluate-reference'
import {
  bounds,
  countKeyword,
  enumerations,
  numberKeyword,
  schemaKeyword,
  schemasKeyword,
  stringKeyword,
  typeNames,
  type JsonSchema,
  type JsonType,
  type SchemaObject,
} from './json-schema'

/**
 * Takes a goal apart for values of one type: clauses that must all be met. Asserting a schema asserts each of
 * its keywords; denying it is one clause whose alternatives are the ways to break one keyword. An empty
 * alternative is always met, a clause without alternatives never.
 */
export function expandGoal(goal: Goal, type: JsonType): Clause[] {
  const { schema, root, holds } = goal
  if (typeof schema === 'boolean') return schema === holds ? [] : [{ any: [] }]
  const rules = rulesOf(schema, root, type)
  if (holds) return rules.flatMap((rule) => rule.clauses())
  return [{ any: rules.flatMap((rule) => rule.breaches()), refutes: { ...goal, holds: true } }]
}

function rulesOf(schema: SchemaObject, root: JsonSchema, type: JsonType): Rule[] {
  const typed = typeRule(schema, type)
  if (typed === 'excluded') return [{ clauses: () => [{ any: [] }], breaches: () => [[]] }]
  return [
    ...typed,
    ...enumerationRules(schema),
    ...typedRules(schema, root, type),
    ...combinationRules(schema, root),
  ]
}

function typedRules(schema: SchemaObject, root: JsonSchema, type: JsonType): Rule[] {
  switch (type) {
    case 'number':
      return numberRules(schema)
    case 'string':
      return stringRules(schema)
    case 'array':
      return arrayRules(schema, root)
    case 'object':
      return objectRules(schema, root)
    case 'boolean':
    case 'null':
      return []
  }
}

function typeRule(schema: SchemaObject, type: JsonType): Rule[] | 'excluded' {
  const names = typeNames(schema)
  if (names === undefined || names.includes(type)) return []
  return type === 'number' && names.includes('integer') ? [multipleRule(1)] : 'excluded'
}

function enumerationRules(schema: SchemaObject): Rule[] {
  return enumerations(schema).map(({ values }) =>
    assertion({ kind: 'oneOf', values }, { kind: 'noneOf', values }),
  )
}

function numberRules(schema: SchemaObject): Rule[] {
  const step = numberKeyword(schema, 'multipleOf')
  return [
    ...bounds(schema, 'Minimum').map(({ value, exclusive }) =>
      assertion({ kind: 'low', value, exclusive }, { kind: 'high', value, exclusive: !exclusive }),
    ),
    ...bounds(schema, 'Maximum').map(({ value, exclusive }) =>
      assertion({ kind: 'high', value, exclusive }, { kind: 'low', value, exclusive: !exclusive }),
    ),
    ...(step !== undefined && step > 0 ? [multipleRule(step)] : []),
  ]
}

function multipleRule(step: number): Rule {
  return assertion({ kind: 'multiple', step, holds: true }, { kind: 'multiple', step, holds: false })
}

function stringRules(schema: SchemaObject): Rule[] {
  const pattern = stringKeyword(schema, 'pattern')
  const format = stringKeyword(schema, 'format')
  return [
    ...sizeRules(countKeyword(schema, 'minLength'), countKeyword(schema, 'maxLength')),
    ...(pattern === undefined
      ? []
      : [
          assertion(
            { kind: 'pattern', source: pattern, holds: true },
            { kind: 'pattern', source: pattern, holds: false },
          ),
        ]),
    ...(format === undefined
      ? []
      : [
          assertion(
            { kind: 'format', name: format, holds: true },
            { kind: 'format', name: format, holds: false },
          ),
        ]),
  ]
}

function combinationRules(schema: SchemaObject, root: JsonSchema): Rule[] {
  const rules: Rule[] = []
  const yes = (part: JsonSchema): Fact => goalFact(part, root, true)
  const no = (part: JsonSchema): Fact => goalFact(part, root, false)
  const reference = referenceOf(schema)
  if (reference !== undefined) {
    const target = resolveReference(root, reference)
    const problem =
      target === undefined
        ? 'leads nowhere'
        : isCircular(root, schema)
          ? 'leads round in a circle'
          : undefined
    const lost: Fact = {
      kind: 'opaque',
      reason: `it refers to ${reference}, which ${problem}`,
      checkable: false,
    }
    rules.push(target === undefined || problem ? assertion(lost, lost) : assertion(yes(target), no(target)))
  }
  for (const part of schemasKeyword(schema, 'allOf') ?? []) rules.push(assertion(yes(part), no(part)))
  const any = schemasKeyword(schema, 'anyOf')
  if (any)
    rules.push({ clauses: () => [{ any: any.map((part) => [yes(part)]) }], breaches: () => [any.map(no)] })
  const one = schemasKeyword(schema, 'oneOf')
  if (one) {
    const others = (part: JsonSchema, index: number): Fact[] => [
      yes(part),
      ...one.filter((_, i) => i !== index).map(no),
    ]
    const pairs = (): Fact[][] =>
      one.flatMap((left, i) => one.slice(i + 1).map((right) => [yes(left), yes(right)]))
    rules.push({ clauses: () => [{ any: one.map(others) }], breaches: () => [one.map(no), ...pairs()] })
  }
  const not = schemaKeyword(schema, 'not')
  if (not !== undefined) rules.push(assertion(no(not), yes(not)))
  const condition = schemaKeyword(schema, 'if')
  if (condition !== undefined) {
    const [then, otherwise] = [schemaKeyword(schema, 'then') ?? true, schemaKeyword(schema, 'else') ?? true]
    rules.push({
      clauses: () => [
        {
          any: [
            [yes(condition), yes(then)],
            [no(condition), yes(otherwise)],
          ],
        },
      ],
      breaches: () => [
        [yes(condition), no(then)],
        [no(condition), no(otherwise)],
      ],
    })
  }
  return rules
}
