import type { Chance } from './outcome'

/** Numbers that follow from a seed. (mulberry32) */
function numbers(seed: number): (below: number) => number {
  let a = seed
  return (below) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** A number that follows from a name alone. (FNV-1a) */
function named(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return numbers(hash)(1 << 30)
}

/** What steps come to follows from the one seed, in which order they come from the other. */
export const chanceOf = (order: number, outcomes: number): Chance => ({
  order: numbers(order),
  outcome: (below, where) => named(outcomes, where) % below,
})

/** No step fails, maps and rounds of tasks are as long as they may be, and every round is used. */
export const busy = (order: number, outcomes: number): Chance => ({
  order: numbers(order),
  outcome: (below, where) => {
    if (/ (fails|finishes)$/.test(where)) return 1
    return where.endsWith(' items') ? below - 1 : named(outcomes, where) % below
  },
})
