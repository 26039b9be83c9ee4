import { isRecord, own, stringsKeyword, type SchemaObject } from '../json-schema'

const PLAIN = ['type', 'properties', 'required', 'title', 'description', 'examples', 'deprecated']

/**
 * `allOf` of groups of fields as one group, where that means exactly the same: parts that only list fields, no field
 * listed twice. Documents are composed in this way, and a table shows the fields of one group.
 */
export function mergeAllOf(schema: SchemaObject): SchemaObject {
  const parts = own(schema, 'allOf')
  if (!Array.isArray(parts)) return schema
  const { allOf: _parts, ...beside } = schema
  const [only] = parts as unknown[]
  if (
    parts.length === 1 &&
    isRecord(only) &&
    Object.keys(beside).every((word) => word === 'description' || word === 'title')
  )
    return { ...only, ...beside }
  const groups = [...(Object.keys(beside).length > 0 ? [beside] : []), ...(parts as unknown[])]
  if (!groups.every(isGroup) || !groups.some((group) => own(group, 'type') === 'object')) return schema
  const names = groups.flatMap((group) => Object.keys(propertiesOf(group)))
  if (new Set(names).size !== names.length) return schema
  const about = Object.assign(
    {},
    ...groups.map(({ title, description }) => ({ title, description })),
  ) as SchemaObject
  return Object.fromEntries(
    Object.entries({
      ...about,
      ...beside,
      type: 'object',
      properties: Object.assign({}, ...groups.map(propertiesOf)) as unknown,
      required: [...new Set(groups.flatMap((group) => stringsKeyword(group, 'required')))],
    }).filter(([, value]) => value !== undefined),
  )
}

/** A part without a type accepts what is no group; beside one that has it, it makes no difference. */
const isGroup = (part: unknown): part is SchemaObject =>
  isRecord(part) &&
  Object.keys(part).every((word) => PLAIN.includes(word)) &&
  [undefined, 'object'].includes(own(part, 'type') as string | undefined)

const propertiesOf = (group: SchemaObject): Record<string, unknown> => {
  const properties = own(group, 'properties')
  return isRecord(properties) ? properties : {}
}
