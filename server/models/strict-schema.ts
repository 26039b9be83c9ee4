import { isRecord, type JsonSchema } from '@/domain/contract/json-schema'

/** What OpenAI's strict mode knows; anything else makes it refuse the whole request. */
const STRICT_KEYWORDS = new Set([
  '$ref',
  '$defs',
  'additionalProperties',
  'anyOf',
  'const',
  'description',
  'enum',
  'items',
  'properties',
  'required',
  'title',
  'type',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
])
const MAPS = new Set(['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'])
const VALUES = new Set(['const', 'enum', 'default', 'examples'])

/** The schema without our own keywords (`x-…`): a model has no use for classifications. */
export function forModels(schema: JsonSchema): JsonSchema {
  return isRecord(schema) ? (strip(schema) as JsonSchema) : schema
}

function strip(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strip)
  if (!isRecord(node)) return node
  return Object.fromEntries(
    Object.entries(node)
      .filter(([keyword]) => !keyword.startsWith('x-') && keyword !== '$schema' && keyword !== '$id')
      .map(([keyword, value]) => {
        if (VALUES.has(keyword)) return [keyword, value]
        if (!MAPS.has(keyword) || !isRecord(value)) return [keyword, strip(value)]
        return [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, strip(part)]))]
      }),
  )
}

/**
 * Whether a schema may be sent with `strict: true`: every object closed and all its properties required, only
 * known keywords, an object at the root (OpenAI, Structured outputs, "Supported schemas").
 */
export function isStrict(schema: JsonSchema): boolean {
  return isRecord(schema) && schema['type'] === 'object' && !schema['anyOf'] && qualifies(schema)
}

function qualifies(schema: unknown): boolean {
  if (!isRecord(schema)) return false
  if (!Object.keys(schema).every((keyword) => STRICT_KEYWORDS.has(keyword))) return false
  const { type, properties, required, items, anyOf, $defs } = schema
  if (type === undefined && !anyOf && !('$ref' in schema) && !('enum' in schema) && !('const' in schema))
    return false
  const types: unknown[] = Array.isArray(type) ? type : [type]
  if (types.includes('object')) {
    if (schema['additionalProperties'] !== false || !isRecord(properties) || !Array.isArray(required))
      return false
    if (!Object.keys(properties).every((name) => required.includes(name))) return false
  }
  if (types.includes('array') && !isRecord(items)) return false
  const parts: unknown[] = [
    ...(isRecord(properties) ? Object.values(properties) : []),
    ...(isRecord($defs) ? Object.values($defs) : []),
    ...(Array.isArray(anyOf) ? (anyOf as unknown[]) : []),
    ...(items === undefined ? [] : [items]),
  ]
  return parts.every(qualifies)
}
