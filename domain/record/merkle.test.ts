import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64, toHex } from '@/domain/record/digest'
import {
  appendToFrontier,
  consistencyProof,
  type Hash,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  rootOfFrontier,
  verifyConsistency,
  verifyInclusion,
} from '@/domain/record/merkle'

type Sized = { id: string; root: string; proof: string[] | null; wantErr: boolean }

/** 64-bit numbers would lose digits in JSON.parse, so long ones are quoted first and read as bigint. */
function vectors<T>(name: string): T[] {
  const file = new URL(`testing/vectors/${name}.json`, import.meta.url)
  const text = readFileSync(file, 'utf8').replace(/: (\d{16,})(?=[,}])/g, ': "$1n"')
  const bigint = (_: string, value: unknown) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value
  return (JSON.parse(text, bigint) as { cases: T[] }).cases
}

/** Garbage in a vector's proof stays garbage: bytes of the wrong length. */
const hashes = (proof: string[] | null): Hash[] => (proof ?? []).map((text) => Buffer.from(text, 'base64'))

const inclusions = vectors<Sized & { leafIdx: number | bigint; treeSize: number | bigint; leafHash: string }>(
  'merkle-inclusion',
)
describe('inclusion vectors', () => {
  it.each(inclusions)('$id', ({ leafIdx, treeSize, leafHash, root, proof, wantErr }) => {
    const [leaf, top] = hashes([leafHash, root]) as [Hash, Hash]
    const ok = verifyInclusion({
      index: leafIdx,
      size: treeSize,
      leafHash: leaf,
      proof: hashes(proof),
      root: top,
    })
    expect(ok).toBe(!wantErr)
  })

  it('cover an index that a float cannot hold', () => {
    expect(inclusions.some(({ leafIdx }) => typeof leafIdx === 'bigint' && leafIdx > 2n ** 53n)).toBe(true)
  })
})

type SizePair = { id: string; size1: number; size2: number; root1: string; root2: string }
const consistencies = vectors<SizePair & { proof: string[] | null; wantErr: boolean }>('merkle-consistency')
describe('consistency vectors', () => {
  it.each(consistencies)('$id', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const [first, second] = hashes([root1, root2]) as [Hash, Hash]
    const ok = verifyConsistency({ size1, size2, root1: first, root2: second, proof: hashes(proof) })
    expect(ok).toBe(!wantErr)
  })
})

const leaves = (n: number, salt = ''): Hash[] =>
  Array.from({ length: n }, (_, i) => leafHash(new TextEncoder().encode(`${salt}${i}`)))

it('hashes as RFC 6962 says', () => {
  expect(toHex(rootOf([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(leafHash(new Uint8Array())).toEqual(fromBase64('bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0='))
  const [a, b, c] = leaves(3) as [Hash, Hash, Hash]
  expect(rootOf([a, b, c])).toEqual(nodeHash(nodeHash(a, b), c))
})

it('grows the same tree leaf by leaf as at once', () => {
  const all = leaves(130)
  let frontier: Hash[] = []
  all.forEach((leaf, size) => {
    expect(rootOfFrontier(frontier)).toEqual(rootOf(all.slice(0, size)))
    frontier = appendToFrontier(frontier, size, leaf)
  })
  expect(rootOfFrontier(frontier)).toEqual(rootOf(all))
})

it('counts beyond 32 bits', () => {
  const [leaf, other] = leaves(2) as [Hash, Hash]
  const size = 2 ** 40 + 1
  expect(appendToFrontier([other, other], size, leaf)).toEqual([other, nodeHash(other, leaf)])
  const proof = Array.from({ length: 40 }, () => other)
  const root = proof.reduce((hash, sibling) => nodeHash(hash, sibling), leaf)
  expect(verifyInclusion({ index: 0, size: 2 ** 40, leafHash: leaf, proof, root })).toBe(true)
  expect(verifyInclusion({ index: 2 ** 39, size: 2 ** 40, leafHash: leaf, proof, root })).toBe(false)
})

it('carries beyond 32 bits', () => {
  const [leaf, other] = leaves(2) as [Hash, Hash]
  const frontier = Array.from({ length: 33 }, () => other)
  const root = frontier.reduce((right, left) => nodeHash(left, right), leaf)
  expect(appendToFrontier(frontier, 2 ** 33 - 1, leaf)).toEqual([root])
})

it('never believes a proof that is too short, too long or of odd pieces', () => {
  const [a, b] = leaves(2) as [Hash, Hash]
  const odd = b.slice(1)
  const claim = { index: 0, leafHash: a }
  expect(verifyInclusion({ ...claim, size: 2, proof: [b], root: nodeHash(a, b) })).toBe(true)
  expect(verifyInclusion({ ...claim, size: 2, proof: [], root: a })).toBe(false)
  expect(verifyInclusion({ ...claim, size: 1, proof: [b], root: nodeHash(b, a) })).toBe(false)
  expect(verifyInclusion({ ...claim, size: 2, proof: [odd], root: nodeHash(a, odd) })).toBe(false)
  const same = { root1: a, root2: a, proof: [] }
  expect(verifyConsistency({ ...same, size1: 1, size2: 1 })).toBe(true)
  expect(verifyConsistency({ ...same, size1: 0, size2: 1 })).toBe(false)
  expect(verifyConsistency({ ...same, size1: 0, size2: 0 })).toBe(false)
  expect(verifyConsistency({ ...same, size1: 2, size2: 1 })).toBe(false)
  expect(verifyConsistency({ ...same, size1: 1, size2: 2 })).toBe(false)
  expect(verifyConsistency({ ...same, size1: 1, size2: 2, proof: [odd], root2: nodeHash(a, odd) })).toBe(
    false,
  )
})

it('refuses a frontier or a size that cannot be', () => {
  const [leaf] = leaves(1) as [Hash]
  expect(() => appendToFrontier([leaf], 2 ** 31 + 1, leaf)).toThrow(RangeError)
  expect(() => appendToFrontier([], -1, leaf)).toThrow(RangeError)
  expect(() => appendToFrontier([], 0.5, leaf)).toThrow(RangeError)
  expect(() => inclusionProof([leaf], 1)).toThrow(RangeError)
  expect(() => consistencyProof([leaf], 0, 1)).toThrow(RangeError)
  expect(() => consistencyProof([leaf], 1, 2)).toThrow(RangeError)
})

it.each([-1, 0.5, NaN, 2 ** 53, -1n])('never believes a proof about leaf %s', (index) => {
  const [leaf] = leaves(1) as [Hash]
  expect(verifyInclusion({ index, size: 1, leafHash: leaf, proof: [], root: leaf })).toBe(false)
  expect(verifyConsistency({ size1: index, size2: 1, root1: leaf, root2: leaf, proof: [] })).toBe(false)
})

const sizes = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.nat()).map(([n, k]) => [n, k % n] as const)

it('proves every leaf of every tree, and no other leaf, place, size or root', () => {
  fc.assert(
    fc.property(sizes, ([n, index]) => {
      const all = leaves(n)
      const claim = {
        index,
        size: n,
        leafHash: all[index] as Hash,
        proof: inclusionProof(all, index),
        root: rootOf(all),
      }
      expect(verifyInclusion(claim)).toBe(true)
      expect(verifyInclusion({ ...claim, leafHash: leafHash(Uint8Array.of(7)) })).toBe(false)
      expect(verifyInclusion({ ...claim, index: (index + 1) % (n + 1) })).toBe(false)
      expect(verifyInclusion({ ...claim, root: rootOf(leaves(n, 'x')) })).toBe(false)
      expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false)
      if (n > 1) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false)
    }),
  )
})

it('proves every prefix, and no other history', () => {
  fc.assert(
    fc.property(sizes, ([size2, k]) => {
      const size1 = k + 1
      const all = leaves(size2)
      const root1 = rootOf(all.slice(0, size1))
      const claim = { size1, size2, root1, root2: rootOf(all), proof: consistencyProof(all, size1, size2) }
      expect(verifyConsistency(claim)).toBe(true)
      const other = rootOf([...all.slice(0, size1 - 1), leafHash(Uint8Array.of(7))])
      expect(verifyConsistency({ ...claim, root1: other })).toBe(false)
      expect(verifyConsistency({ ...claim, root2: rootOf(leaves(size2, 'x')) })).toBe(false)
      expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.root2] })).toBe(false)
      if (size1 < size2) expect(verifyConsistency({ ...claim, proof: claim.proof.slice(1) })).toBe(false)
    }),
  )
})
