import { describe, expect, it } from 'vitest'
import { consistencyProof, inclusionProof, leafHash, rootOf, type Hash } from '@/domain/record/merkle'
import { LeafTree } from './leaf-tree'

const leaves: Hash[] = Array.from({ length: 70 }, (_, i) => leafHash(Uint8Array.of(i)))

/** A tree of blocks of eight over the first `size.now` leaves, counting what it reads. */
function treeOver(size: { now: number }) {
  let reads = 0
  const tree = new LeafTree((from, to) => {
    reads++
    return Promise.resolve(leaves.slice(from, Math.min(to, size.now)))
  }, 8)
  return { tree, reads: () => reads }
}

describe('LeafTree', () => {
  it('makes the same proofs as the whole tree does', async () => {
    const { tree } = treeOver({ now: 70 })
    for (const size of [1, 2, 7, 8, 9, 16, 23, 64, 65, 70]) {
      const whole = leaves.slice(0, size)
      for (let index = 0; index < size; index++)
        expect(await tree.inclusionProof(index, size)).toEqual(inclusionProof(whole, index))
      for (let before = 1; before <= size; before++)
        expect(await tree.consistencyProof(before, size)).toEqual(consistencyProof(whole, before, size))
      expect(await tree.root({ from: 0, to: size })).toEqual(rootOf(whole))
    }
  })

  it('reads complete blocks once, and the last one again when it has grown', async () => {
    const size = { now: 20 }
    const { tree, reads } = treeOver(size)
    await tree.root({ from: 0, to: 20 })
    expect(reads()).toBe(3)
    await tree.root({ from: 0, to: 20 })
    expect(reads()).toBe(3)
    size.now = 22
    expect(await tree.root({ from: 0, to: 22 })).toEqual(rootOf(leaves.slice(0, 22)))
    expect(reads()).toBe(4)
  })

  it('refuses what is not there, and finds it once it is', async () => {
    const size = { now: 5 }
    const { tree } = treeOver(size)
    await expect(tree.root({ from: 0, to: 8 })).rejects.toThrow(RangeError)
    await expect(tree.root({ from: 4, to: 6 })).rejects.toThrow(RangeError)
    size.now = 8
    expect(await tree.root({ from: 0, to: 8 })).toEqual(rootOf(leaves.slice(0, 8)))
  })
})
