import { pointerParts } from '../pointer'

/** A copy of a value with the place at a JSON Pointer set; what lies beside it is shared. The place must exist. */
export function setAt<T>(value: T, pointer: string, to: unknown): T {
  return set(value, pointerParts(pointer), to) as T
}

function set(value: unknown, [key, ...rest]: string[], to: unknown): unknown {
  if (key === undefined) return to
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (String(i) === key ? set(item, rest, to) : item))
  const record = value as Record<string, unknown>
  return { ...record, [key]: set(record[key], rest, to) }
}
