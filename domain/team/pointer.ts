/** A JSON Pointer from its parts (RFC 6901). */
export function pointerOf(parts: readonly PropertyKey[]): string {
  return parts.map((part) => '/' + String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('')
}
