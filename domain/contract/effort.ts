import { isRecord, isSchema, type JsonSchema } from './json-schema'

/** Keywords whose check takes time in proportion to the value, or none; everything else may multiply. */
const PROPORTIONAL = new Set([
  ...['type', 'required', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$comment'],
  ...['$schema', '$id'],
])

/** Each value of an `enum` is compared with each value there is. */
const MOST_VALUES = 100

const known = new WeakMap<object, boolean>()

/**
 * Whether checking any value takes time in proportion to its size and the schema's: every part of the schema meets
 * every part of the value once at most, and no pattern can backtrack. False says only that it is not plain to see.
 */
export function isProportional(schema: JsonSchema): boolean {
  if (typeof schema === 'boolean') return true
  let answer = known.get(schema)
  if (answer === undefined) known.set(schema, (answer = Object.entries(schema).every(isPlainKeyword)))
  return answer
}

function isPlainKeyword([keyword, value]: [string, unknown]): boolean {
  if (PROPORTIONAL.has(keyword) || keyword.startsWith('x-')) return true
  if (keyword === 'const') return isScalar(value)
  if (keyword === 'enum') return Array.isArray(value) && value.length <= MOST_VALUES && value.every(isScalar)
  if (keyword === 'pattern') return typeof value === 'string' && isPlainPattern(value)
  if (keyword === 'items' || keyword === 'additionalProperties')
    return isSchema(value) && isProportional(value)
  if (keyword === 'properties')
    return isRecord(value) && Object.values(value).every((part) => isSchema(part) && isProportional(part))
  return false
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

const CLASS = String.raw`\[\^?(?:[^\]\\]|\\[dwsDWS.\-\]\/^])+\]`
const ATOM = String.raw`(?:[A-Za-z0-9 _@:;,#%&=!~'"<>\/-]|\\[dwsDWS.\-\/+*?()|^$]|${CLASS})`
/** Anchored at the start, no groups, one quantifier at most: there is one way to match, so nothing to try again. */
const PLAIN = new RegExp(String.raw`^\^${ATOM}*(?:(?:[*+?]|\{\d+(?:,\d*)?\})${ATOM}*)?\$?$`)

const isPlainPattern = (pattern: string): boolean => pattern.length <= 200 && PLAIN.test(pattern)
