import { describe, expect, it } from 'vitest'
import {
  appendToFrontier,
  consistencyProof,
  inclusionProof,
  leafHash,
  rootOf,
  type Hash,
} from '@/domain/record/merkle'
import {
  consistencyRanges,
  frontierRanges,
  inclusionRanges,
  type LeafRange,
} from '@/domain/record/tree-ranges'

const leaves = Array.from({ length: 40 }, (_, i) => leafHash(Uint8Array.of(i)))
const rootsOf = (ranges: LeafRange[]) => ranges.map(({ from, to }) => rootOf(leaves.slice(from, to)))

describe('ranges of a tree', () => {
  it('name the parts of every inclusion proof', () => {
    for (let size = 1; size <= leaves.length; size++)
      for (let index = 0; index < size; index++)
        expect(rootsOf(inclusionRanges(index, size))).toEqual(inclusionProof(leaves.slice(0, size), index))
  })

  it('name the parts of every consistency proof', () => {
    for (let size2 = 1; size2 <= leaves.length; size2++)
      for (let size1 = 1; size1 <= size2; size1++)
        expect(rootsOf(consistencyRanges(size1, size2))).toEqual(consistencyProof(leaves, size1, size2))
  })

  it('name the parts of every frontier', () => {
    let frontier: Hash[] = []
    for (let size = 0; size < leaves.length; size++) {
      expect(rootsOf(frontierRanges(size))).toEqual(frontier)
      frontier = appendToFrontier(frontier, size, leaves[size] as Hash)
    }
  })

  it('refuse what is no place in a tree', () => {
    expect(() => inclusionRanges(3, 3)).toThrow(RangeError)
    expect(() => consistencyRanges(0, 3)).toThrow(RangeError)
    expect(() => consistencyRanges(4, 3)).toThrow(RangeError)
    expect(() => frontierRanges(1.5)).toThrow(RangeError)
  })
})
