import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from './contract'
import { own, type SchemaObject } from './json-schema'
import {
  categorySchema,
  classificationSchema,
  type Category,
  type Classification,
} from '../policy/classification'

export function classificationOf(schema: SchemaObject): Classification | undefined {
  return classificationSchema.safeParse(own(schema, CLASSIFICATION_KEYWORD)).data
}

export function categoriesOf(schema: SchemaObject): Category[] {
  const listed = own(schema, CATEGORIES_KEYWORD)
  if (!Array.isArray(listed)) return []
  return listed.flatMap((entry) => categorySchema.safeParse(entry).data ?? [])
}
