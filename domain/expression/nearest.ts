/** The known name that looks most like the one given; undefined when none is known. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let least = Infinity
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase(), least)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** The end of a sentence about an unknown name: `; the nearest is "amount"`, or nothing when none is known. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const best = nearest(name, known)
  return best === undefined ? '' : `; the nearest is "${best}"`
}

/**
 * Insertions, deletions and substitutions that turn one text into the other (Levenshtein 1966).
 * @param enough from which on it does not matter how many more
 */
function editDistance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(substitution, (previous[j] as number) + 1, (row[j - 1] as number) + 1))
    }
    // From row to row the least of one only grows.
    if (Math.min(...row) >= enough) return enough
    previous = row
  }
  return previous[b.length] as number
}
