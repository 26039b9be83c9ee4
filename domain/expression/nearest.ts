/** The known name that looks most like the one given; undefined when none is known. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Infinity
  for (const candidate of known) {
    // It takes at least as many edits as one is longer than the other.
    if (Math.abs(name.length - candidate.length) >= least) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** The end of a sentence about an unknown name: `; the nearest is "amount"`, or nothing when none is known. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const best = nearest(name, known)
  return best === undefined ? '' : `; the nearest is "${best}"`
}

/** Insertions, deletions and substitutions that turn one text into the other (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(substitution, (previous[j] as number) + 1, (row[j - 1] as number) + 1))
    }
    previous = row
  }
  return previous[b.length] as number
}
