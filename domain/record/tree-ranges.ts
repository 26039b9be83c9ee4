/** A run of leaves, `to` excluded: the leaves below one node of the tree. */
export interface LeafRange {
  from: number
  to: number
}

/**
 * Which subtrees' roots make up an inclusion proof, in the proof's order: PATH(m, D[n]), RFC 6962 section 2.1.1.
 * Lets a proof be put together from parts, without all leaves at hand.
 * @throws RangeError when there is no leaf `index` among `size`
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`No leaf ${index} of ${size}`)
  const path: LeafRange[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    const left = index < middle
    path.push(left ? { from: middle, to } : { from, to: middle })
    ;[from, to] = left ? [from, middle] : [middle, to]
  }
  return path.reverse()
}

/**
 * Which subtrees' roots make up a consistency proof, in the proof's order: PROOF(m, D[n]), RFC 6962 section 2.1.2.
 * @throws RangeError unless 0 < size1 <= size2
 */
export function consistencyRanges(size1: number, size2: number): LeafRange[] {
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2)
    throw new RangeError(`No proof from ${size1} to ${size2}`)
  const path: LeafRange[] = []
  let [from, to, whole] = [0, size2, true]
  while (size1 !== to) {
    const middle = from + splitOf(to - from)
    if (size1 <= middle) {
      path.push({ from: middle, to })
      to = middle
    } else {
      path.push({ from, to: middle })
      ;[from, whole] = [middle, false]
    }
  }
  if (!whole) path.push({ from, to })
  return path.reverse()
}

/** The perfect subtrees that make up a tree of `size` leaves, the largest first: what a frontier holds. */
export function frontierRanges(size: number): LeafRange[] {
  if (!isSize(size)) throw new RangeError(`Not the size of a tree: ${size}`)
  const ranges: LeafRange[] = []
  for (let from = 0; from < size;) {
    let width = 1
    while (width * 2 <= size - from) width *= 2
    ranges.push({ from, to: from + width })
    from += width
  }
  return ranges
}

/** The largest power of two smaller than n, for n > 1 (k in RFC 6962 section 2.1). */
export function splitOf(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
