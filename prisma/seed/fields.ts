import type { Category, Classification } from '@/domain/policy/classification'

type Schema = Record<string, unknown>

/** A field with how sensitive it is; every field of a seeded contract has that. */
const classified = (classification: Classification, categories: Category[], schema: Schema): Schema => ({
  ...schema,
  'x-classification': classification,
  ...(categories.length && { 'x-categories': categories }),
})

export const open = (schema: Schema): Schema => classified('public', [], schema)
export const internal = (schema: Schema): Schema => classified('internal', [], schema)
export const financial = (schema: Schema): Schema => classified('confidential', ['financial'], schema)

/** A closed object; all its fields are required. */
export const object = (properties: Record<string, Schema>, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
})

export const list = (items: Schema, maxItems: number, more: Schema = {}): Schema => ({
  type: 'array',
  items,
  maxItems,
  ...more,
})

export const text = (maxLength: number, description?: string): Schema => ({
  type: 'string',
  maxLength,
  ...(description !== undefined && { description }),
})
export const word = (minLength: number, maxLength: number, description?: string): Schema => ({
  ...text(maxLength, description),
  minLength,
})
export const oneOf = (values: readonly string[], description?: string): Schema => ({
  enum: [...values],
  ...(description !== undefined && { description }),
})
export const whole = (minimum: number, description?: string): Schema => ({
  type: 'integer',
  minimum,
  ...(description !== undefined && { description }),
})
export const orNull = (schema: Schema): Schema => ({
  ...schema,
  type: [schema['type'] ?? 'string', 'null'].flat(),
})
