import { jsonEquals, isRecord, own } from './json-schema'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from './contract'

/** A field of a contract that differs: by its path, what it is on either side; undefined where it is not. */
export interface SchemaChange {
  /** `customer.email`, `lines[].amount`; empty for the contract as a whole. */
  path: string
  keyword: string
  before: unknown
  after: unknown
}

interface Field {
  [keyword: string]: unknown
}

/** Keywords whose value is read as fields of their own. */
const WITHIN = new Set(['properties', 'required', 'items'])

/**
 * What differs between two schemas of a contract, field by field: added, removed, or which of its keywords changed.
 * Whether a field must be there counts as its own keyword `required`.
 */
export function schemaChanges(before: unknown, after: unknown): SchemaChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path): SchemaChange[] => {
    const [left, right] = [old.get(path), now.get(path)]
    if (!left || !right) {
      // What lies within a field that came or went says nothing more.
      const above = path.replace(/(\.[^.]*|\[\])$/, '')
      if (above !== path && above !== '' && !(left ? now : old).has(above)) return []
      return [{ path, keyword: '', before: left && sort(left), after: right && sort(right) }]
    }
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .filter((keyword) => !jsonEquals(left[keyword] ?? null, right[keyword] ?? null))
      .map((keyword) => ({ path, keyword, before: left[keyword], after: right[keyword] }))
  })
}

/** A field in a few words: its sort, and how sensitive it is. */
const sort = ({ type, required, ...rest }: Field): string =>
  [
    typeof type === 'string' ? type : Array.isArray(type) ? type.join(' or ') : 'any value',
    required === true ? 'required' : 'optional',
    rest[CLASSIFICATION_KEYWORD],
    Array.isArray(rest[CATEGORIES_KEYWORD]) ? rest[CATEGORIES_KEYWORD].join(', ') : undefined,
  ]
    .filter((word) => typeof word === 'string' && word !== '')
    .join(', ')

const DEEPEST = 8

function fieldsOf(
  schema: unknown,
  path = '',
  required: boolean | undefined = undefined,
  deep = 0,
): Map<string, Field> {
  const fields = new Map<string, Field>()
  if (!isRecord(schema)) {
    fields.set(path, { ...(required === undefined ? {} : { required }), schema })
    return fields
  }
  const plain = Object.entries(schema).filter(([keyword]) => !WITHIN.has(keyword))
  fields.set(path, { ...Object.fromEntries(plain), ...(required === undefined ? {} : { required }) })
  if (deep >= DEEPEST) return fields
  const properties = own(schema, 'properties')
  const needed = own(schema, 'required')
  const add = (more: ReadonlyMap<string, Field>) => more.forEach((field, at) => fields.set(at, field))
  for (const [name, inner] of isRecord(properties) ? Object.entries(properties) : []) {
    const must = Array.isArray(needed) && needed.includes(name)
    add(fieldsOf(inner, path === '' ? name : `${path}.${name}`, must, deep + 1))
  }
  const items = own(schema, 'items')
  if (items !== undefined) add(fieldsOf(items, `${path}[]`, undefined, deep + 1))
  return fields
}
