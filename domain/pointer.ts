/** A JSON Pointer from its parts; none give '', the whole value (RFC 6901). */
export function pointerOf(parts: readonly PropertyKey[]): string {
  return parts.map((part) => '/' + String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('')
}

/** The parts of a JSON Pointer, as names and in their order; an index stays text (RFC 6901 section 4). Never throws. */
export function pointerParts(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What stands in a JSON value at a pointer; undefined when nothing does. */
export function valueAtPointer(value: unknown, pointer: string): unknown {
  let place = value
  for (const part of pointerParts(pointer)) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, part)) return undefined
    place = (place as Record<string, unknown>)[part]
  }
  return place
}
