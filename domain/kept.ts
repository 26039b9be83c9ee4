/**
 * The result for a thing, kept for as long as there is that very thing. Only for what is never changed in place and says
 * alone what the result is; and whoever gets the result leaves it as it is.
 */
export function keptFor<K extends object, T>(make: (thing: K) => T): (thing: K) => T {
  const known = new WeakMap<K, { result: T }>()
  return (thing) => {
    const kept = known.get(thing)
    if (kept) return kept.result
    const result = make(thing)
    known.set(thing, { result })
    return result
  }
}

/**
 * The last result for a thing, kept until something else that it depends on is another: the inputs are compared one by
 * one, by identity. The same conditions hold as above.
 */
export function keptWhile<K extends object, T>(): (thing: K, inputs: readonly unknown[], make: () => T) => T {
  const known = new WeakMap<K, { inputs: readonly unknown[]; result: T }>()
  return (thing, inputs, make) => {
    const kept = known.get(thing)
    if (kept && sameItems(kept.inputs, inputs)) return kept.result
    const result = make()
    known.set(thing, { inputs, result })
    return result
  }
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => Object.is(item, b[i]))

/** The result for a text, kept for the newest so many. */
export function keptByText<T>(limit: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, { result: T }>()
  return (text) => {
    const kept = known.get(text)
    if (kept) return kept.result
    const result = make(text)
    if (known.size >= limit) known.delete(known.keys().next().value as string)
    known.set(text, { result })
    return result
  }
}
