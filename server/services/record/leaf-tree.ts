import { nodeHash, type Hash } from '@/domain/record/merkle'
import {
  consistencyRanges,
  frontierRanges,
  inclusionRanges,
  splitOf,
  type LeafRange,
} from '@/domain/record/tree-ranges'
import type { Db } from '@/server/db/client'

/** Leaf hashes by position in the tree, `to` excluded; fewer when the tree ends before. */
export type ReadLeaves = (from: number, to: number) => Promise<Hash[]>

/** Roots of aligned subtrees within one block: `levels[h][i]` covers the 2^h leaves from i·2^h on. */
interface Block {
  count: number
  levels: Hash[][]
}

const KEPT_BLOCKS = 64

/**
 * A workspace's tree, put together from stored leaf hashes a block at a time. The root of a complete block is kept
 * for good, so a million leaves are read once and then cost 256 hashes. What is kept is only ever used to make
 * proofs; whoever gets one checks it against a signed root.
 */
export class LeafTree {
  private readonly blocks = new Map<number, Promise<Block>>()
  private readonly roots = new Map<number, Hash>()

  /** @param width leaves in a block, a power of two */
  constructor(
    private readonly read: ReadLeaves,
    private readonly width = 4096,
  ) {}

  inclusionProof = (index: number, size: number): Promise<Hash[]> => this.all(inclusionRanges(index, size))

  consistencyProof = (size1: number, size2: number): Promise<Hash[]> =>
    this.all(consistencyRanges(size1, size2))

  frontier = (size: number): Promise<Hash[]> => this.all(frontierRanges(size))

  /**
   * Root of a subtree.
   * @throws RangeError when the leaves are not all there
   */
  async root({ from, to }: LeafRange): Promise<Hash> {
    const size = to - from
    const perfect = (size & (size - 1)) === 0
    const at = Math.floor(from / this.width)
    if (perfect && size === this.width) return this.blockRoot(at)
    if (perfect && size < this.width) {
      const { levels } = await this.block(at, to - at * this.width)
      const hash = levels[Math.log2(size)]?.[(from - at * this.width) / size]
      if (!hash) throw new RangeError(`The record has no leaves ${from} to ${to}`)
      return hash
    }
    const middle = from + splitOf(size)
    return nodeHash(await this.root({ from, to: middle }), await this.root({ from: middle, to }))
  }

  private async all(ranges: LeafRange[]): Promise<Hash[]> {
    const hashes: Hash[] = []
    for (const range of ranges) hashes.push(await this.root(range))
    return hashes
  }

  private async blockRoot(at: number): Promise<Hash> {
    const known = this.roots.get(at)
    if (known) return known
    const { levels } = await this.block(at, this.width)
    const root = levels.at(-1)?.[0]
    if (!root || levels.length !== Math.log2(this.width) + 1)
      throw new RangeError(`The record has no block ${at} of ${this.width} leaves`)
    this.roots.set(at, root)
    return root
  }

  /** A block with at least `count` leaves, if the tree has them; the ones used last are kept. */
  private async block(at: number, count: number): Promise<Block> {
    let block = this.blocks.get(at)
    if (!block || (await block).count < count) {
      block = this.load(at)
      block.catch(() => this.blocks.delete(at))
    }
    this.blocks.delete(at)
    this.blocks.set(at, block)
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= KEPT_BLOCKS) break
      this.blocks.delete(oldest)
    }
    return block
  }

  private async load(at: number): Promise<Block> {
    const leaves = await this.read(at * this.width, (at + 1) * this.width)
    const levels = [leaves]
    for (let below = leaves; below.length > 1;) {
      const level: Hash[] = []
      for (let i = 0; i + 1 < below.length; i += 2)
        level.push(nodeHash(below[i] as Hash, below[i + 1] as Hash))
      levels.push(level)
      below = level
    }
    return { count: leaves.length, levels }
  }
}

const trees = new WeakMap<Db, Map<string, LeafTree>>()

/** The tree of a workspace's record, over the hashes as they are stored. */
export function treeOf(db: Db, workspaceId: string): LeafTree {
  const known = trees.get(db) ?? new Map<string, LeafTree>()
  trees.set(db, known)
  let tree = known.get(workspaceId)
  if (!tree) {
    tree = new LeafTree(async (from, to) => {
      const { rows } = await db.pool.query<{ leaf_hash: Buffer }>({
        name: 'record_leaves',
        text: 'select leaf_hash from record_entry where workspace_id = $1 and seq >= $2 and seq < $3 order by seq',
        values: [workspaceId, from, to],
      })
      return rows.map(({ leaf_hash }) => new Uint8Array(leaf_hash))
    })
    known.set(workspaceId, tree)
  }
  return tree
}
