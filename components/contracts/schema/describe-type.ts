import {
  bounds,
  countKeyword,
  enumerations,
  isRecord,
  own,
  stringKeyword,
} from '@/domain/contract/json-schema'
import type { JsonSchema, SchemaObject } from '@/domain/contract/json-schema'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import { typeOf } from '@/domain/contract/read-fields'
import { TYPE_NAMES, TYPES_NAMED } from '@/domain/contract/type-names'

/** A type in few words: the type itself, and what narrows it (`whole number`, `≥ 1`). */
export interface TypeWords {
  type: string
  detail: string
}

export const describeType = (schema: JsonSchema, root: JsonSchema): TypeWords =>
  described(schema, root, TYPE_NAMES)

function described(schema: JsonSchema, root: JsonSchema, names: typeof TYPE_NAMES): TypeWords {
  const resolved = resolveSchema(schema, root)
  const values = enumerations(resolved)[0]
  if (values?.keyword === 'enum') return { type: 'one of', detail: String(values.values.length) }
  if (values) return { type: 'only', detail: JSON.stringify(values.values[0]) }
  const type = typeOf(resolved)
  if (type === 'array') {
    const items = own(resolved, 'items')
    const of = described(isRecord(items) ? items : true, root, TYPES_NAMED)
    return {
      type: `list of ${of.type}`,
      detail: [of.detail, countWords(resolved, 'Items')].filter(Boolean).join(', '),
    }
  }
  return { type: names[type].toLowerCase(), detail: detailOf(resolved) }
}

function detailOf(schema: SchemaObject): string {
  const format = stringKeyword(schema, 'format')
  return [format, rangeWords(schema), countWords(schema, 'Length')].filter(Boolean).join(', ')
}

function rangeWords(schema: SchemaObject): string {
  const low = bounds(schema, 'Minimum')[0]
  const high = bounds(schema, 'Maximum')[0]
  if (low && high && !low.exclusive && !high.exclusive) return `${low.value} to ${high.value}`
  return [
    low && `${low.exclusive ? '>' : '≥'} ${low.value}`,
    high && `${high.exclusive ? '<' : '≤'} ${high.value}`,
  ]
    .filter(Boolean)
    .join(', ')
}

function countWords(schema: SchemaObject, of: 'Length' | 'Items'): string {
  const [low, high] = [countKeyword(schema, `min${of}`), countKeyword(schema, `max${of}`)]
  return [low ? `≥ ${low}` : '', high === undefined ? '' : `≤ ${high}`].filter(Boolean).join(', ')
}
