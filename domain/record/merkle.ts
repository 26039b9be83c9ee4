import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes } from '@/domain/record/digest'
import { consistencyRanges, inclusionRanges, splitOf } from '@/domain/record/tree-ranges'

/**
 * The append-only Merkle tree of RFC 6962 section 2.1 (the same tree in RFC 9162 section 2.1), over SHA-256.
 * Hashes are 32 bytes. Sizes and indexes are whole numbers; verifiers also take a bigint, since the format's are
 * unsigned 64-bit.
 *
 * A frontier is what has to be kept to append: the roots of the perfect subtrees that make up the tree, the
 * largest (leftmost) first, one for each set bit of the size.
 */
export type Hash = Uint8Array
export type Frontier = readonly Hash[]

const LEAF = 0x00
const NODE = 0x01

/** MTH({d}) = SHA-256(0x00 || d), RFC 6962 section 2.1. */
export function leafHash(entry: Uint8Array): Hash {
  return sha256.create().update(Uint8Array.of(LEAF)).update(entry).digest()
}

/** SHA-256(0x01 || left || right), RFC 6962 section 2.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256.create().update(Uint8Array.of(NODE)).update(left).update(right).digest()
}

/**
 * The frontier of the tree with one more leaf. `size` is the number of leaves before.
 * Work: one node hash for each trailing set bit of `size`, so two hashes a leaf on average.
 * @throws RangeError when the frontier is not one of a tree of that size.
 */
export function appendToFrontier(frontier: Frontier, size: number, leaf: Hash): Hash[] {
  checkFrontier(frontier, size)
  const next = [...frontier]
  let hash = leaf
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(next.pop() as Hash, hash)
  next.push(hash)
  return next
}

/** The root of the tree a frontier stands for; of the empty tree, SHA-256 of nothing (RFC 6962 section 2.1). */
export function rootOfFrontier(frontier: Frontier): Hash {
  const last = frontier.at(-1)
  if (!last) return sha256(new Uint8Array())
  return frontier.slice(0, -1).reduceRight((root, left) => nodeHash(left, root), last)
}

/** The root over leaf hashes: MTH(D[n]), RFC 6962 section 2.1. */
export function rootOf(leafHashes: readonly Hash[]): Hash {
  return rootOfRange(leafHashes, 0, leafHashes.length)
}

/**
 * The audit path of one leaf in the tree over all of `leafHashes`: PATH(m, D[n]), RFC 6962 section 2.1.1.
 * @throws RangeError when there is no such leaf.
 */
export function inclusionProof(leafHashes: readonly Hash[], index: number): Hash[] {
  if (!isSize(index) || index >= leafHashes.length)
    throw new RangeError(`No leaf ${index} of ${leafHashes.length}`)
  return inclusionRanges(index, leafHashes.length).map(({ from, to }) => rootOfRange(leafHashes, from, to))
}

export type Inclusion = {
  index: number | bigint
  size: number | bigint
  leafHash: Hash
  proof: readonly Hash[]
  root: Hash
}

/**
 * Whether the leaf is entry `index` (from 0) of the tree of `size` leaves with that root. Never throws: whatever
 * is not a proof is false. Source: RFC 9162 section 2.1.3.2.
 */
export function verifyInclusion({ index, size, leafHash, proof, root }: Inclusion): boolean {
  const [at, leaves] = [toBigInt(index), toBigInt(size)]
  if (at === null || leaves === null || at >= leaves || !areHashes([leafHash, root, ...proof])) return false
  let [node, last, hash] = [at, leaves - 1n, leafHash]
  for (const sibling of proof) {
    if (last === 0n) return false
    if (node % 2n === 1n || node === last) {
      hash = nodeHash(sibling, hash)
      while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[node, last] = [node >> 1n, last >> 1n]
  }
  return last === 0n && equalBytes(hash, root)
}

/**
 * That the tree over the first `size1` leaves is a prefix of the tree over the first `size2`: PROOF(m, D[n]),
 * RFC 6962 section 2.1.2. Empty when the sizes are equal.
 * @throws RangeError unless 0 < size1 <= size2 <= number of leaves (a proof from nothing says nothing).
 */
export function consistencyProof(leafHashes: readonly Hash[], size1: number, size2: number): Hash[] {
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2 || size2 > leafHashes.length)
    throw new RangeError(`No proof from ${size1} to ${size2} of ${leafHashes.length} leaves`)
  return consistencyRanges(size1, size2).map(({ from, to }) => rootOfRange(leafHashes, from, to))
}

export type Consistency = {
  size1: number | bigint
  size2: number | bigint
  root1: Hash
  root2: Hash
  proof: readonly Hash[]
}

/**
 * Whether the tree of `size2` is the tree of `size1` with leaves appended and nothing else. Never throws:
 * whatever is not a proof is false. Source: RFC 9162 section 2.1.4.2.
 */
export function verifyConsistency({ size1, size2, root1, root2, proof }: Consistency): boolean {
  const [first, second] = [toBigInt(size1), toBigInt(size2)]
  if (first === null || second === null || !areHashes([root1, root2, ...proof])) return false
  if (first === 0n || first > second) return false
  if (first === second) return proof.length === 0 && equalBytes(root1, root2)
  // Step 3: a power of two is itself a node of the larger tree, so its root is left out of the proof.
  const path = (first & (first - 1n)) === 0n ? [root1, ...proof] : [...proof]
  const seed = path.shift()
  if (!seed) return false
  let [node, last] = [first - 1n, second - 1n]
  while (node % 2n === 1n) [node, last] = [node >> 1n, last >> 1n]
  let [old, grown] = [seed, seed]
  for (const hash of path) {
    if (last === 0n) return false
    if (node % 2n === 1n || node === last) {
      ;[old, grown] = [nodeHash(hash, old), nodeHash(hash, grown)]
      while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n]
    } else {
      grown = nodeHash(grown, hash)
    }
    ;[node, last] = [node >> 1n, last >> 1n]
  }
  return last === 0n && equalBytes(old, root1) && equalBytes(grown, root2)
}

function rootOfRange(leafHashes: readonly Hash[], from: number, to: number): Hash {
  if (to === from) return sha256(new Uint8Array())
  if (to - from === 1) return leafHashes[from] as Hash
  const middle = from + splitOf(to - from)
  return nodeHash(rootOfRange(leafHashes, from, middle), rootOfRange(leafHashes, middle, to))
}

function checkFrontier(frontier: Frontier, size: number): void {
  if (!isSize(size) || !Number.isSafeInteger(size + 1))
    throw new RangeError(`Not the size of a tree: ${size}`)
  let bits = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  if (bits !== frontier.length)
    throw new RangeError(`A tree of ${size} has a frontier of ${bits} hashes, not ${frontier.length}`)
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

/** Null for what is no unsigned whole number, or was one but has lost digits as a float. */
function toBigInt(n: number | bigint): bigint | null {
  if (typeof n === 'bigint') return n >= 0n ? n : null
  return isSize(n) ? BigInt(n) : null
}

const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32)
