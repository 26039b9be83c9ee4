import type { JsonSchema } from '@/domain/contract/json-schema'
import { shapeOf } from './shape-of'

/** What a new entry of a list, or a part that is switched on, starts as. */
export function blankValue(schema: JsonSchema | undefined, root: JsonSchema, depth = 0): unknown {
  const shape = shapeOf(schema, root)
  switch (shape.kind) {
    case 'text':
      return ''
    case 'number':
      return 0
    case 'boolean':
      return false
    case 'choice':
      return shape.options[0] ?? null
    case 'list':
      return []
    case 'object':
      if (depth > 8) return {}
      return Object.fromEntries(
        shape.properties
          .filter(([name]) => shape.required.includes(name))
          .map(([name, property]) => [name, blankValue(property, root, depth + 1)]),
      )
    case 'any':
      return null
  }
}
