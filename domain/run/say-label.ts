import type { InputLabel } from './step'

const MOST = 3

/** A few names in a sentence: `“A”, “B” and “C”`. */
function named(ids: readonly string[], nameOf: (id: string) => string): string {
  const names = ids.slice(0, MOST).map((id) => `“${nameOf(id)}”`)
  const more = ids.length > MOST ? [`${ids.length - MOST} more`] : []
  const all = [...names, ...more]
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

/** What is not to be trusted of a step's input, in words; undefined where all of it is. */
export function sayLabel({ words, chosen }: InputLabel, nameOf: (id: string) => string): string | undefined {
  const parts = [
    ...(words.length > 0 ? [`words that nobody has checked, from ${named(words, nameOf)}`] : []),
    ...(chosen.length > 0 ? [`a way that such words chose at ${named(chosen, nameOf)}`] : []),
  ]
  return parts.length > 0 ? parts.join(', and ') : undefined
}
