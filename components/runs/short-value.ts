import { counted } from '@/components/ui/counted'
import { isTombstone, sayTombstone } from '@/domain/erasure/tombstone'

/** A value in one line, as people read it: text bare, numbers grouped, lists and objects by their size or their JSON. */
export function shortValue(value: unknown, most = 160): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'empty'
  if (value === '') return 'empty text'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 10 })
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isTombstone(value)) return sayTombstone(value)
  if (Array.isArray(value) && value.length === 0) return 'none'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
    return value.map((item) => shortValue(item)).join(', ')
  const json = JSON.stringify(value) ?? ''
  if (json.length <= most) return json
  return Array.isArray(value)
    ? counted(value.length, 'entry', 'entries')
    : counted(Object.keys(value).length, 'field')
}

/** What stands at a view's path (`*` for any entry): one value, or all of them. Undefined when nothing does. */
export function valueAt(data: unknown, path: string): unknown {
  const found = collect([data], path.split('.'))
  return path.includes('*') ? (found.length ? found : undefined) : found[0]
}

function collect(values: unknown[], [name, ...rest]: string[]): unknown[] {
  if (name === undefined) return values
  const next = values.flatMap((value): unknown[] => {
    if (name === '*') return Array.isArray(value) ? (value as unknown[]) : []
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
    return [(value as Record<string, unknown>)[name]]
  })
  return collect(next, rest)
}

/** A value as the API gives it in JSON: money as decimal strings, times in ISO 8601. */
export const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each)))
