/**
 * Names of members that the console's wire format refuses to carry, with any number of marks before: a contract may well
 * have a field called `constructor`.
 */
const BARRED = /^(~*)(?:__proto__|constructor|prototype)$/

/** The value with a mark before each name that could not be carried; the same value where there is none. */
export const escapeNames = (value: unknown): unknown =>
  renamed(value, (name) => (BARRED.test(name) ? `~${name}` : name))

/** What `escapeNames` was given. */
export const unescapeNames = (value: unknown): unknown =>
  renamed(value, (name) => (name.startsWith('~') && BARRED.test(name) ? name.slice(1) : name))

type Members = Record<string, unknown>

/** Without recursion, as nesting may be deep. What is no plain object or list stays as it is. */
function renamed(value: unknown, as: (name: string) => string): unknown {
  if (!some(value, as)) return value
  const copies = new Map<object, object>()
  const left: object[] = []
  const copyOf = (part: unknown): unknown => {
    if (!isOpen(part)) return part
    const known = copies.get(part)
    if (known) return known
    const copy = Array.isArray(part) ? [] : {}
    copies.set(part, copy)
    left.push(part)
    return copy
  }
  const whole = copyOf(value)
  for (let part = left.pop(); part; part = left.pop()) {
    const copy = copies.get(part) as Members
    for (const [name, inner] of Object.entries(part))
      // Assigned, `__proto__` would set the prototype instead.
      Object.defineProperty(copy, Array.isArray(part) ? name : as(name), {
        ...{ value: copyOf(inner), enumerable: true, writable: true, configurable: true },
      })
  }
  return whole
}

function some(value: unknown, as: (name: string) => string): boolean {
  const seen = new Set<object>()
  const left = [value]
  while (left.length > 0) {
    const part = left.pop()
    if (!isOpen(part) || seen.has(part)) continue
    seen.add(part)
    for (const [name, inner] of Object.entries(part)) {
      if (as(name) !== name) return true
      if (typeof inner === 'object') left.push(inner)
    }
  }
  return false
}

function isOpen(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
