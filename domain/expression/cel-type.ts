import type { JsonSchema, JsonType } from '../contract/json-schema'
import { fieldOf, shapeOf, type Located } from './schema-shape'

export type Kind =
  | 'bool'
  | 'number'
  | 'string'
  | 'null'
  | 'list'
  | 'object'
  | 'time'
  | 'duration'
  | 'bytes'
  | 'optional'
  | 'any'

/** What is known of a value before it is there. */
export interface CelType {
  kind: Kind
  /** Its schema, where it comes from the state. */
  at?: Located
  /** Of a list its items, of an optional its content. */
  item?: CelType
  /** The only values it can have, where they are listed. */
  values?: unknown[]
}

export const ANY: CelType = { kind: 'any' }
export const BOOL: CelType = { kind: 'bool' }
export const NUMBER: CelType = { kind: 'number' }
export const TEXT: CelType = { kind: 'string' }
/** Whatever its items would be, there are none. */
export const EMPTY_LIST: CelType = { kind: 'list', item: ANY }

const KINDS: Record<JsonType, Kind> = {
  array: 'list',
  boolean: 'bool',
  null: 'null',
  number: 'number',
  object: 'object',
  string: 'string',
}

/** The type of what a schema describes; several possible kinds make `any`, which still knows its fields. */
export function typeOfSchema(at: Located): CelType {
  const { types, values } = shapeOf(at)
  const [only, ...others] = types
  const kind = only !== undefined && others.length === 0 ? KINDS[only] : 'any'
  return { kind, at, ...(values && { values }) }
}

/** The type of a field; undefined where the schema does not know it. */
export function typeOfField(type: CelType, name: string): CelType | undefined {
  if (!type.at) return ANY
  const shape = shapeOf(type.at)
  if (!shape.types.has('object')) return undefined
  const field = fieldOf(shape, name)
  return field && typeOfSchema(field.at)
}

export const fieldNames = (type: CelType): string[] => (type.at ? [...shapeOf(type.at).fields.keys()] : [])

/** The type of the items of a list. */
export function typeOfItem(type: CelType): CelType {
  if (type.item) return type.item
  const items = type.at && shapeOf(type.at).items
  return items ? typeOfSchema(items) : ANY
}

/** The type that covers both. */
export function either(left: CelType, right: CelType): CelType {
  if (left.kind !== right.kind) return ANY
  if (left === EMPTY_LIST) return right
  if (right === EMPTY_LIST) return left
  if (left.kind === 'list' || left.kind === 'optional')
    return { kind: left.kind, item: either(typeOfItem(left), typeOfItem(right)) }
  const values = left.values && right.values && [...left.values, ...right.values]
  return { kind: left.kind, ...(values && { values }) }
}

/** How a kind is called in a sentence. */
export const KIND_NAMES: Record<Kind, string> = {
  any: 'a value of any kind',
  bool: 'a yes or no',
  bytes: 'bytes',
  duration: 'a duration',
  list: 'a list',
  null: 'nothing (null)',
  number: 'a number',
  object: 'a group of fields',
  optional: 'a value that may be absent',
  string: 'a text',
  time: 'a time',
}

/** The schema of the built-in `decision`: by agent node, how sure it was and who it was. */
export function decisionSchema(agentNodes: readonly string[]): JsonSchema {
  const one = {
    type: 'object',
    properties: {
      confidence: { type: 'number', minimum: 0, maximum: 1, 'x-classification': 'internal' },
      agent: { type: 'string', 'x-classification': 'internal' },
    },
    required: ['confidence', 'agent'],
  }
  return {
    type: 'object',
    properties: Object.fromEntries(agentNodes.map((node) => [node, one])),
    required: [...agentNodes],
    additionalProperties: false,
  }
}
