import { resolveReference } from './evaluate-reference'
import { compilePattern } from './evaluate-text'
import { isRecord, isSchema, type JsonSchema } from './json-schema'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from './contract'
import { CATEGORIES, CLASSIFICATIONS } from '../policy/classification'
import type { Problem } from '../problem'
import { pointerOf } from '../pointer'

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']
const TYPES_WANTED = `one of ${TYPES.join(', ')}`

type Test = (value: unknown) => boolean
const isText: Test = (value) => typeof value === 'string'
const isNumber: Test = (value) => typeof value === 'number' && Number.isFinite(value)
const isCount: Test = (value) => Number.isInteger(value) && (value as number) >= 0
const isTexts: Test = (value) =>
  Array.isArray(value) && value.every(isText) && new Set(value).size === value.length
const isOneOf =
  (list: readonly unknown[]): Test =>
  (value) =>
    list.includes(value)
const isListOf =
  (list: readonly unknown[]): Test =>
  (value) =>
    Array.isArray(value) && value.every((item) => list.includes(item))

/** Keywords that hold plain values, and what those must be (2020-12 validation, section 6). */
const PLAIN: Record<string, [Test, string]> = {
  type: [
    (value) =>
      isOneOf(TYPES)(value) || (isTexts(value) && isListOf(TYPES)(value) && (value as []).length > 0),
    TYPES_WANTED,
  ],
  enum: [(value) => Array.isArray(value), 'a list of values'],
  required: [isTexts, 'a list of different field names'],
  minimum: [isNumber, 'a number'],
  maximum: [isNumber, 'a number'],
  exclusiveMinimum: [isNumber, 'a number'],
  exclusiveMaximum: [isNumber, 'a number'],
  multipleOf: [(value) => isNumber(value) && (value as number) > 0, 'a number above 0'],
  minLength: [isCount, 'a whole number from 0'],
  maxLength: [isCount, 'a whole number from 0'],
  minItems: [isCount, 'a whole number from 0'],
  maxItems: [isCount, 'a whole number from 0'],
  minProperties: [isCount, 'a whole number from 0'],
  maxProperties: [isCount, 'a whole number from 0'],
  minContains: [isCount, 'a whole number from 0'],
  maxContains: [isCount, 'a whole number from 0'],
  uniqueItems: [isOneOf([true, false]), 'true or false'],
  format: [isText, 'the name of a format'],
  title: [isText, 'a text'],
  description: [isText, 'a text'],
  pattern: [
    (value) => typeof value === 'string' && compilePattern(value) !== undefined,
    'a regular expression (ECMA-262)',
  ],
  [CLASSIFICATION_KEYWORD]: [isOneOf(CLASSIFICATIONS), `one of ${CLASSIFICATIONS.join(', ')}`],
  [CATEGORIES_KEYWORD]: [isListOf(CATEGORIES), `a list of ${CATEGORIES.join(', ')}`],
}
const ONE = ['additionalProperties', 'items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames']
ONE.push('unevaluatedItems', 'unevaluatedProperties')
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const NAMED = ['properties', 'patternProperties', '$defs', 'dependentSchemas']

/**
 * What is wrong with a contract's schema: it must be a JSON Schema 2020-12 of an object, whole in itself.
 * Pointers start at the schema.
 */
export function schemaProblems(schema: unknown): Problem[] {
  if (!isRecord(schema))
    return [{ pointer: '', message: 'A contract is a JSON Schema.', expected: 'an object' }]
  const problems = walk(schema, schema, [])
  if (schema.type !== 'object' && schema.$ref === undefined && schema.allOf === undefined)
    problems.unshift({
      pointer: '/type',
      message: 'What crosses a handoff is an object.',
      expected: '"object"',
    })
  return problems
}

function walk(root: JsonSchema, schema: unknown, path: PropertyKey[]): Problem[] {
  if (typeof schema === 'boolean') return []
  if (!isRecord(schema)) return [wrong(path, 'This is not a schema.', 'an object, true or false')]
  return Object.entries(schema).flatMap(([keyword, value]): Problem[] => {
    const at = [...path, keyword]
    const plain = Object.hasOwn(PLAIN, keyword) ? PLAIN[keyword] : undefined
    if (plain) return plain[0](value) ? [] : [wrong(at, `"${keyword}" has a value it cannot have.`, plain[1])]
    if (keyword === '$ref') return referenceProblems(root, value, at)
    if (ONE.includes(keyword)) return walk(root, value, at)
    if (MANY.includes(keyword)) {
      if (!Array.isArray(value) || value.length === 0)
        return [wrong(at, `"${keyword}" has a value it cannot have.`, 'a list of at least one schema')]
      return value.flatMap((part, i) => walk(root, part, [...at, i]))
    }
    if (NAMED.includes(keyword)) {
      if (!isRecord(value)) return [wrong(at, `"${keyword}" has a value it cannot have.`, 'schemas by name')]
      return Object.entries(value).flatMap(([name, part]) => walk(root, part, [...at, name]))
    }
    return []
  })
}

function referenceProblems(root: JsonSchema, reference: unknown, at: PropertyKey[]): Problem[] {
  const found = typeof reference === 'string' ? resolveReference(root, reference) : undefined
  if (isSchema(found)) return []
  return [wrong(at, 'This leads nowhere within the contract.', 'a part of it, as in #/$defs/money')]
}

const wrong = (path: PropertyKey[], message: string, expected: string): Problem => ({
  pointer: pointerOf(path),
  message,
  expected,
})
