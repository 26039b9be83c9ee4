/** The same JSON with the members of every object in another order. */
export function shuffled<T>(value: T): T {
  if (Array.isArray(value)) return value.map(shuffled) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, shuffled(inner)] as const)
  return Object.fromEntries(entries.reverse()) as T
}
