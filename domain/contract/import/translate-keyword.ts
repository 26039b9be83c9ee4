import { compilePattern } from '../evaluate-text'
import { isRecord, own, type JsonSchema, type SchemaObject } from '../json-schema'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from '../contract'
import { CATEGORIES, CLASSIFICATIONS } from '../../policy/classification'
import { brief } from '../../problem'
import { refused } from './imported'

/** Translates a part of a schema, at a place below it. */
export type Into = (part: unknown, ...at: PropertyKey[]) => JsonSchema
type Note = (message: string, ...at: PropertyKey[]) => void

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

const ONE = ['contains', 'not', 'if', 'then', 'else', 'propertyNames', 'additionalProperties']
ONE.push('unevaluatedItems', 'unevaluatedProperties')
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const NAMED = ['properties', 'patternProperties', 'dependentSchemas']
const PLAIN = ['title', 'description', 'default', 'deprecated', 'readOnly', 'writeOnly']
PLAIN.push('const', 'enum', 'format', 'minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength')
PLAIN.push(
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
)
PLAIN.push('dependentRequired', 'contentEncoding', 'contentMediaType')
/** They name places or say nothing of values, or are read together with another word. */
const SILENT = [
  '$schema',
  '$id',
  'id',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  '$vocabulary',
  '$comment',
]
SILENT.push('$defs', 'definitions', 'components', 'discriminator', 'xml', 'externalDocs', 'contentSchema')
SILENT.push('required', 'additionalItems', 'nullable')
const ABOUT = [
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'example',
  'examples',
]
ABOUT.push('$schema', '$id', '$comment', '$defs', 'definitions', CLASSIFICATION_KEYWORD, CATEGORIES_KEYWORD)

/** Whether a keyword says nothing of which values are valid. */
export const isAnnotation = (word: string): boolean => ABOUT.includes(word)

/** One keyword of a schema as 2020-12 says it: the keywords that it becomes. @throws BatonError invalid */
export function translateKeyword(
  schema: SchemaObject,
  word: string,
  into: Into,
  note: Note,
  pointer: string,
): SchemaObject {
  const value = schema[word]
  if (PLAIN.includes(word)) return boundOf(schema, word)
  if (ONE.includes(word)) return { [word]: into(value, word) }
  if (MANY.includes(word)) {
    if (!Array.isArray(value))
      throw refused(`${pointer}/${word}`, `“${word}” is a list of schemas.`, 'a list')
    return { [word]: value.map((part, i) => into(part, word, i)) }
  }
  if (NAMED.includes(word)) return { [word]: byName(value, word, into, pointer) }
  switch (word) {
    case 'type':
      return typeOf(value, note)
    case 'pattern':
      if (typeof value === 'string' && compilePattern(value) !== undefined) return { pattern: value }
      note('The pattern is no regular expression of ECMA-262, and is left out: any text is accepted.', word)
      return {}
    case 'items':
      return itemsOf(schema, into)
    case 'dependencies':
      return dependenciesOf(value, into, pointer)
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return exclusiveOf(schema, word)
    case 'examples':
      return Array.isArray(value) ? { examples: value } : {}
    case 'example':
      return own(schema, 'examples') === undefined ? { examples: [value] } : {}
    case CLASSIFICATION_KEYWORD:
    case CATEGORIES_KEYWORD:
      return labelOf(word, value, note)
    default:
      if (!SILENT.includes(word) && !word.startsWith('x-'))
        note(`“${brief(word)}” is no keyword of JSON Schema 2020-12, and is left out.`)
      return {}
  }
}

/** What is required, in the order of the fields, which is the order in which people gave them. */
export function withRequired(result: SchemaObject, schema: SchemaObject): SchemaObject {
  const names = own(schema, 'required')
  if (!Array.isArray(names)) return result
  const texts = [...new Set(names.filter((name): name is string => typeof name === 'string'))]
  const properties = own(schema, 'properties')
  const order = isRecord(properties) ? Object.keys(properties) : []
  const at = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return { ...result, required: texts.sort((a, b) => at(a) - at(b)) }
}

/** What only the other side of an API is told of is left out, and not required here (OpenAPI 3.0.3, 4.7.24.1). */
export function oneSided(
  result: SchemaObject,
  side: 'request' | 'response' | undefined,
  note: Note,
): SchemaObject {
  const properties = own(result, 'properties')
  if (side === undefined || !isRecord(properties)) return result
  const [word, other] =
    side === 'request' ? (['readOnly', 'response'] as const) : (['writeOnly', 'request'] as const)
  const left = Object.keys(properties).filter((name) => {
    const part = properties[name]
    return isRecord(part) && own(part, word) === true
  })
  if (left.length === 0) return result
  note(`${left.map((name) => `“${brief(name)}”`).join(', ')}: of the ${other} only, and left out.`)
  const required = own(result, 'required')
  return {
    ...result,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !left.includes(name))),
    ...(Array.isArray(required) && { required: required.filter((name) => !left.includes(String(name))) }),
  }
}

function byName(value: unknown, word: string, into: Into, pointer: string): SchemaObject {
  if (!isRecord(value)) throw refused(`${pointer}/${word}`, `“${word}” holds schemas by name.`, 'an object')
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, into(part, word, name)]))
}

function typeOf(value: unknown, note: Note): SchemaObject {
  const names: unknown[] = [value].flat()
  const known = names.filter((name): name is string => typeof name === 'string' && TYPES.includes(name))
  if (known.length === names.length && known.length > 0)
    return { type: known.length === 1 ? known[0] : known }
  note(`The type ${JSON.stringify(value)} is not one of ${TYPES.join(', ')}: anything is accepted.`, 'type')
  return {}
}

/** Items as a list were the first items until draft 2019, and `additionalItems` those after them. */
function itemsOf(schema: SchemaObject, into: Into): SchemaObject {
  const items = schema['items']
  if (!Array.isArray(items)) return { items: into(items, 'items') }
  const rest = own(schema, 'additionalItems')
  return {
    ...(items.length > 0 && { prefixItems: items.map((part, i) => into(part, 'items', i)) }),
    ...(rest !== undefined && { items: into(rest, 'additionalItems') }),
  }
}

function dependenciesOf(value: unknown, into: Into, pointer: string): SchemaObject {
  if (!isRecord(value))
    throw refused(`${pointer}/dependencies`, '“dependencies” holds schemas by name.', 'an object')
  const entries = Object.entries(value)
  const required = entries.filter(([, part]) => Array.isArray(part))
  const schemas = entries.filter(([, part]) => !Array.isArray(part))
  return {
    ...(required.length > 0 && { dependentRequired: Object.fromEntries(required) }),
    ...(schemas.length > 0 && {
      dependentSchemas: Object.fromEntries(
        schemas.map(([name, part]) => [name, into(part, 'dependencies', name)]),
      ),
    }),
  }
}

const EXCLUSIVE: Record<string, string> = { minimum: 'exclusiveMinimum', maximum: 'exclusiveMaximum' }

/** A plain keyword; a bound that draft 4 and OpenAPI 3.0 sharpen by `true` becomes the sharper one. */
const boundOf = (schema: SchemaObject, word: string): SchemaObject =>
  own(schema, EXCLUSIVE[word] ?? '') === true ? {} : { [word]: schema[word] }

function exclusiveOf(schema: SchemaObject, word: 'exclusiveMinimum' | 'exclusiveMaximum'): SchemaObject {
  const value = schema[word]
  if (typeof value !== 'boolean') return { [word]: value }
  const bound = own(schema, word === 'exclusiveMinimum' ? 'minimum' : 'maximum')
  return value && bound !== undefined ? { [word]: bound } : {}
}

function labelOf(word: string, value: unknown, note: Note): SchemaObject {
  const known: readonly unknown[] = word === CLASSIFICATION_KEYWORD ? CLASSIFICATIONS : CATEGORIES
  const names: unknown[] = [value].flat()
  if (names.every((one) => known.includes(one))) return { [word]: value }
  note(`${JSON.stringify(value)} is none of ${known.join(', ')}, and is left out.`, word)
  return {}
}
