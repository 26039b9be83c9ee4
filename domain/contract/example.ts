import { BudgetSpent, GoalSolver } from './compat-solve'
import { evaluateSchema, type EvaluateOptions } from './evaluate'
import { toDecimal } from './evaluate-decimal'
import { plausibleText } from './example-text'
import { referenceOf, resolveReference } from './evaluate-reference'
import {
  bounds,
  countKeyword,
  enumerations,
  itemSchemas,
  numberKeyword,
  own,
  schemaEntries,
  schemaKeyword,
  schemasKeyword,
  stringsKeyword,
  typeNames,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

/** Deeper than this only what is required is filled in. */
const FULL_DEPTH = 4

/** Formats are wished for even where they decide nothing: an example should look right. */
const OPTIONS: EvaluateOptions = { formats: 'assertion' }

interface Drafting {
  root: JsonSchema
  depth: number
  name: string
}

/**
 * A small plausible value that is valid under a schema, the same each time; for forms, tests and the sandbox.
 * Prefers what the schema itself offers (`const`, `default`, `examples`, `enum`), fills in optional fields, and
 * falls back on any valid value. Undefined if the schema accepts nothing or none could be found; never throws.
 */
export function exampleOf(schema: JsonSchema): unknown {
  const draft = plausible(schema, { root: schema, depth: 0, name: '' })
  if (draft !== undefined && evaluateSchema(schema, draft, OPTIONS)) return draft
  return anyValid(schema, schema, OPTIONS) ?? anyValid(schema, schema, {})
}

function anyValid(schema: JsonSchema, root: JsonSchema, options: EvaluateOptions): unknown {
  try {
    const outcome = new GoalSolver(options).solve([{ schema, root, holds: true }])
    return outcome.verdict === 'sat' && evaluateSchema(schema, outcome.value, { ...options, root })
      ? outcome.value
      : undefined
  } catch (error) {
    if (error instanceof BudgetSpent || error instanceof RangeError) return undefined
    throw error
  }
}

function plausible(schema: JsonSchema, drafting: Drafting): unknown {
  if (typeof schema === 'boolean') return schema ? plausibleText(drafting.name, {}) : undefined
  const valid = (value: unknown): boolean =>
    value !== undefined && evaluateSchema(schema, value, { ...OPTIONS, root: drafting.root })
  const offered = offers(schema).find(valid)
  if (offered !== undefined) return offered
  const draft = drafting.depth > 3 * FULL_DEPTH ? undefined : compose(schema, drafting)
  return valid(draft) ? draft : anyValid(schema, drafting.root, OPTIONS)
}

function offers(schema: SchemaObject): unknown[] {
  const examples = own(schema, 'examples')
  return [
    ...(Object.hasOwn(schema, 'default') ? [schema.default] : []),
    ...(Array.isArray(examples) ? (examples as unknown[]) : []),
    ...enumerations(schema).flatMap(({ values }) => values),
  ]
}

function compose(schema: SchemaObject, drafting: Drafting): unknown {
  const merged = mergeParts(schema, drafting.root)
  switch (typeOf(merged)) {
    case 'object':
      return composeObject(merged, drafting)
    case 'array':
      return composeArray(merged, drafting)
    case 'number':
    case 'integer':
      return composeNumber(merged, typeOf(merged) === 'integer')
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return plausibleText(drafting.name, merged)
  }
}

/** Enough of `allOf`, references and the first of alternatives to draft from; the draft is checked against the whole. */
function mergeParts(schema: SchemaObject, root: JsonSchema, entered = new Set<JsonSchema>()): SchemaObject {
  if (entered.has(schema)) return {}
  entered.add(schema)
  const reference = referenceOf(schema)
  const target = reference === undefined ? undefined : resolveReference(root, reference)
  const choices = [schemasKeyword(schema, 'anyOf')?.[0], schemasKeyword(schema, 'oneOf')?.[0]]
  const parts = [target, ...(schemasKeyword(schema, 'allOf') ?? []), ...choices].filter(
    (part) => typeof part === 'object',
  )
  return parts.reduce<SchemaObject>((merged, part) => {
    const other = mergeParts(part, root, entered)
    return {
      ...other,
      ...merged,
      properties: Object.fromEntries([
        ...schemaEntries(other, 'properties'),
        ...schemaEntries(merged, 'properties'),
      ]),
      required: [...new Set([...stringsKeyword(merged, 'required'), ...stringsKeyword(other, 'required')])],
    }
  }, schema)
}

function typeOf(schema: SchemaObject): string {
  const [named] = (typeNames(schema) ?? []).filter((name) => name !== 'null')
  if (named !== undefined) return named
  if (typeNames(schema)?.includes('null')) return 'null'
  const has = (...keywords: string[]): boolean => keywords.some((keyword) => Object.hasOwn(schema, keyword))
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number'
  if (has('items', 'prefixItems', 'contains', 'minItems', 'maxItems')) return 'array'
  if (has('minLength', 'maxLength', 'pattern', 'format')) return 'string'
  const described = schemaEntries(schema, 'properties').length + stringsKeyword(schema, 'required').length
  return described > 0 || has('additionalProperties', 'patternProperties', 'propertyNames')
    ? 'object'
    : 'string'
}

function composeObject(schema: SchemaObject, { root, depth }: Drafting): unknown {
  const required = stringsKeyword(schema, 'required')
  const properties = new Map(schemaEntries(schema, 'properties'))
  for (const name of required)
    if (!properties.has(name)) properties.set(name, schemaKeyword(schema, 'additionalProperties') ?? true)
  const entries: [string, unknown][] = []
  for (const [name, part] of properties) {
    if (depth >= FULL_DEPTH && !required.includes(name)) continue
    const value = plausible(part, { root, depth: depth + 1, name })
    if (value !== undefined) entries.push([name, value])
  }
  return Object.fromEntries(entries)
}

function composeArray(schema: SchemaObject, { root, depth, name }: Drafting): unknown {
  const { prefix, rest } = itemSchemas(schema)
  const wanted = Math.max(
    countKeyword(schema, 'minItems') ?? 0,
    depth < FULL_DEPTH ? Math.max(prefix.length, 1) : 0,
  )
  const length = Math.min(wanted, countKeyword(schema, 'maxItems') ?? Infinity, 100)
  const items: unknown[] = []
  for (let index = 0; index < length; index += 1) {
    const item = plausible(prefix[index] ?? rest ?? schemaKeyword(schema, 'contains') ?? true, {
      root,
      depth: depth + 1,
      name: singular(name),
    })
    if (item === undefined) break
    items.push(item)
  }
  return items
}

function singular(name: string): string {
  return name.length > 3 && name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : name
}

/** A number in the lower part of its range, as round as the bounds allow. */
function composeNumber(schema: SchemaObject, whole: boolean): number {
  const low = Math.max(
    ...bounds(schema, 'Minimum').map(({ value, exclusive }) =>
      exclusive && Number.isInteger(value) ? value + 1 : value,
    ),
    -Infinity,
  )
  const high = Math.min(
    ...bounds(schema, 'Maximum').map(({ value, exclusive }) =>
      exclusive && Number.isInteger(value) ? value - 1 : value,
    ),
    Infinity,
  )
  const step = numberKeyword(schema, 'multipleOf')
  if (step !== undefined && step > 0)
    return Math.ceil(Math.max(low, high < 0 ? high - step : step) / step) * step
  if (low === -Infinity && high === Infinity) return whole ? 3 : 2.5
  if (low === -Infinity) return Math.min(high, 1)
  const middle = low + (Math.min(high, low + 10) - low) / 2
  const places = whole ? 0 : Math.min(toDecimal(middle).scale, 2)
  return Number(middle.toFixed(places))
}
