export interface DiffLine {
  /** kept on both sides, or only on one. */
  sign: ' ' | '+' | '−'
  text: string
}

/** Beyond so many pairs of lines between what begins and ends alike, the middle is shown as replaced. */
const MOST_PAIRS = 1_000_000

/**
 * Two texts as one list of lines: what both have once, what only the first has before what only the second has. The
 * longest common subsequence of lines (Hunt and McIlroy, 1976), found by dynamic programming.
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail++
  const kept = (text: string): DiffLine => ({ sign: ' ', text })
  return [
    ...old.slice(0, head).map(kept),
    ...middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...old.slice(old.length - tail).map(kept),
  ]
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'))

function middle(old: readonly string[], now: readonly string[]): DiffLine[] {
  const replaced: DiffLine[] = [
    ...old.map((text): DiffLine => ({ sign: '−', text })),
    ...now.map((text): DiffLine => ({ sign: '+', text })),
  ]
  if (old.length === 0 || now.length === 0 || old.length * now.length > MOST_PAIRS) return replaced
  // longest[i][j]: how many lines the rest of both has in common, from i and from j on.
  const width = now.length + 1
  const longest = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      longest[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]]
    if (left !== undefined && left === right) {
      lines.push({ sign: ' ', text: left })
      i++
      j++
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '−', text: left })
      i++
    } else if (right !== undefined) {
      lines.push({ sign: '+', text: right })
      j++
    }
  }
  return lines
}

const CONTEXT = 3

/** The same lines without the long stretches that did not change; a gap says how many lines it leaves out. */
export function withoutLongSame(lines: readonly DiffLine[]): (DiffLine | { gap: number })[] {
  const near = new Set<number>()
  lines.forEach(({ sign }, index) => {
    if (sign === ' ') return
    for (let k = index - CONTEXT; k <= index + CONTEXT; k++) near.add(k)
  })
  const shown: (DiffLine | { gap: number })[] = []
  let gap = 0
  lines.forEach((line, index) => {
    if (near.has(index)) {
      if (gap > 0) shown.push({ gap })
      gap = 0
      shown.push(line)
    } else gap++
  })
  return gap > 0 ? [...shown, { gap }] : shown
}
