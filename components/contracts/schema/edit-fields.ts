import { isRecord, own, stringsKeyword, type SchemaObject } from '@/domain/contract/json-schema'
import { ENTRIES, type FieldPath, type FieldType } from '@/domain/contract/read-fields'

/** Edits of a schema by field. Each gives a new schema; keywords they do not know stay as they are. */

/** Sets or (undefined) removes keywords of one field. The empty path is the root. */
export function setKeywords(
  root: SchemaObject,
  path: FieldPath,
  keywords: Record<string, unknown>,
): SchemaObject {
  return update(root, path, (schema) => {
    const next = { ...schema, ...keywords }
    for (const [name, value] of Object.entries(keywords)) if (value === undefined) delete next[name]
    return next
  })
}

/** Gives a field another type, dropping the keywords that only the old one knew. */
export function setType(
  root: SchemaObject,
  path: FieldPath,
  type: FieldType,
  nullable: boolean,
): SchemaObject {
  return update(root, path, (schema) => {
    const kept = Object.fromEntries(
      Object.entries(schema).filter(
        ([name]) => ['title', 'description', 'default', 'examples'].includes(name) || name.startsWith('x-'),
      ),
    )
    if (type === 'any') return kept
    return { ...kept, type: nullable ? [type, 'null'] : type, ...START[type] }
  })
}

const START: Partial<Record<FieldType, SchemaObject>> = {
  object: { properties: {}, additionalProperties: false },
  array: { items: { type: 'string' } },
}

export function setRequired(root: SchemaObject, path: FieldPath, required: boolean): SchemaObject {
  const name = path.at(-1) ?? ''
  return update(root, path.slice(0, -1), (parent) => {
    const others = stringsKeyword(parent, 'required').filter((each) => each !== name)
    return { ...parent, required: required ? [...others, name] : others }
  })
}

/** A new required string, classified internal, at the end of the object at `parent`. */
export function addField(root: SchemaObject, parent: FieldPath): { schema: SchemaObject; path: FieldPath } {
  let name = 'field'
  const schema = update(root, parent, (object) => {
    const properties = propertiesOf(object)
    for (let n = 1; Object.hasOwn(properties, name); n++) name = `field_${n}`
    return {
      ...object,
      properties: { ...properties, [name]: { type: 'string', 'x-classification': 'internal' } },
      required: [...stringsKeyword(object, 'required'), name],
    }
  })
  return { schema, path: [...parent, name] }
}

export function removeField(root: SchemaObject, path: FieldPath): SchemaObject {
  const name = path.at(-1) ?? ''
  return update(root, path.slice(0, -1), (parent) => {
    const { [name]: _gone, ...properties } = propertiesOf(parent)
    return {
      ...parent,
      properties,
      required: stringsKeyword(parent, 'required').filter((each) => each !== name),
    }
  })
}

/** Renames in place, so the order stays. A name that a sibling has changes nothing. */
export function renameField(root: SchemaObject, path: FieldPath, to: string): SchemaObject {
  const from = path.at(-1) ?? ''
  return update(root, path.slice(0, -1), (parent) => {
    const properties = propertiesOf(parent)
    if (!to || to === from || Object.hasOwn(properties, to)) return parent
    return {
      ...parent,
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name === from ? to : name, value]),
      ),
      required: stringsKeyword(parent, 'required').map((name) => (name === from ? to : name)),
    }
  })
}

function update(
  schema: SchemaObject,
  path: FieldPath,
  change: (schema: SchemaObject) => SchemaObject,
): SchemaObject {
  const [step, ...rest] = path
  if (step === undefined) return change(schema)
  if (step === ENTRIES) {
    const items = own(schema, 'items')
    return { ...schema, items: update(isRecord(items) ? items : {}, rest, change) }
  }
  const properties = propertiesOf(schema)
  const child = own(properties, step)
  return {
    ...schema,
    properties: { ...properties, [step]: update(isRecord(child) ? child : {}, rest, change) },
  }
}

function propertiesOf(schema: SchemaObject): SchemaObject {
  const properties = own(schema, 'properties')
  return isRecord(properties) ? properties : {}
}
