/**
 * Keeps of each thing what was last made of it, and gives the same object again as long as it would be made of the same
 * parts: what did not change is not drawn again.
 */
export function keeping<T extends object, P extends object, R>(
  make: (thing: T, parts: P) => R,
): (thing: T, parts: P) => R {
  const kept = new WeakMap<T, { parts: P; made: R }>()
  return (thing, parts) => {
    const last = kept.get(thing)
    if (last && isSame(last.parts, parts)) return last.made
    const made = make(thing, parts)
    kept.set(thing, { parts, made })
    return made
  }
}

/** Whether two values say the same: plain objects, lists and dates by what is in them, all else by identity. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime()
  const [one, other] = [Object.entries(a), b as Record<string, unknown>]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    one.length === Object.keys(b).length &&
    one.every(([key, value]) => isSame(value, other[key]))
  )
}
