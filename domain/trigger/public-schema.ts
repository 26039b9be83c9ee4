import type { JsonSchema } from '../contract/json-schema'

/**
 * A contract's schema as strangers may see it: without what the workspace notes beside it (`x-classification`,
 * `x-categories` and other extensions, comments, addresses).
 */
export function publicSchema(schema: JsonSchema): JsonSchema {
  return strip(schema, true) as JsonSchema
}

/** Keywords whose members are names, not keywords. */
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
/** Keywords whose value is data. */
const DATA = new Set(['const', 'enum', 'default', 'examples'])

function strip(value: unknown, keywords: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, keywords))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !keywords || !(key.startsWith('x-') || key === '$comment' || key === '$id'))
      .map(([key, item]) => [
        key,
        keywords && DATA.has(key) ? item : strip(item, !(keywords && MAPS.has(key))),
      ]),
  )
}
