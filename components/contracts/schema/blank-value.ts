import type { JsonSchema } from '@/domain/contract/json-schema'
import { shapeOf } from './shape-of'

/**
 * What a new entry of a list, or a part that is switched on, starts as. Of an object's fields those are absent that
 * somebody has to say: a choice or a number that stands there already is sent on unread.
 */
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
          .filter(([, property]) => !isToBeSaid(property, root))
          .map(([name, property]) => [name, blankValue(property, root, depth + 1)]),
      )
    case 'any':
      return null
  }
}

function isToBeSaid(schema: JsonSchema, root: JsonSchema): boolean {
  const shape = shapeOf(schema, root)
  return shape.kind === 'number' || (shape.kind === 'choice' && shape.options.length > 1)
}
