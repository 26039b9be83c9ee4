import { isRecord, own, schemaEntries, stringsKeyword, typeNames, type JsonSchema } from './json-schema'

/**
 * What a form starts from when there is no value yet: required objects and lists are there and empty, `const` and
 * `default` are filled in, and what a person must say is absent. Not valid as a rule; references are left absent.
 */
export function blankOf(schema: JsonSchema): unknown {
  if (typeof schema === 'boolean') return undefined
  if (Object.hasOwn(schema, 'const')) return schema.const
  const offered = own(schema, 'default')
  if (offered !== undefined) return offered
  const types = typeNames(schema)
  if (types?.includes('null')) return undefined
  if (types?.[0] === 'array') return []
  if (types?.[0] !== 'object' && !isRecord(own(schema, 'properties'))) return undefined
  const required = new Set(stringsKeyword(schema, 'required'))
  const filled = schemaEntries(schema, 'properties')
    .filter(([name]) => required.has(name))
    .map(([name, part]) => [name, blankOf(part)] as const)
    .filter(([, value]) => value !== undefined)
  return Object.fromEntries(filled)
}
