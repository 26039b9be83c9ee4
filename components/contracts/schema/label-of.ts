import { own, type SchemaObject } from '@/domain/contract/json-schema'

/** How people read a field: its `title`, else its name in words (`close_date` → `Close date`). */
export function labelOf(name: string, schema: SchemaObject): string {
  const title = own(schema, 'title')
  if (typeof title === 'string' && title) return title
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
