/** U+0000 and lone surrogates: JSON may hold them, neither PostgreSQL's jsonb nor canonical JSON can. */
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** The JSON Pointer of the first text that cannot be stored; undefined when all can. */
export function findUnstorable(value: unknown, pointer = ''): string | undefined {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? pointer : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) return pointer
    const found = findUnstorable(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** JSON from outside with each such character replaced by U+FFFD; the same value when there is none. */
export function storable<T>(value: T): T {
  if (findUnstorable(value) === undefined) return value
  return replaceIn(value) as T
}

function replaceIn(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(new RegExp(UNSTORABLE, 'g'), '\ufffd')
  if (Array.isArray(value)) return value.map(replaceIn)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [replaceIn(key), replaceIn(inner)]))
}
