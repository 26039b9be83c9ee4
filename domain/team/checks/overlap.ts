/** Shorter words join others and say little by themselves. */
const SHORTEST = 4
const COMMON = 3
const MOSTLY = 0.75

/** The words of a job that tell it from another: lower case, without those that only join. */
const wordsOf = (job: string): Set<string> =>
  new Set(
    job
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= SHORTEST),
  )

/** Whether two jobs are the same but for their wording: most words of the shorter one are words of the other. */
export function overlap(one: string, other: string): boolean {
  const plain = (job: string): string =>
    job
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  if (plain(one) === plain(other)) return true
  const [a, b] = [wordsOf(one), wordsOf(other)]
  const common = [...a].filter((word) => b.has(word)).length
  return common >= COMMON && common / Math.min(a.size, b.size) >= MOSTLY
}
