import { fromBase64, equalBytes } from '@/domain/record/digest'
import { appendToFrontier, leafHash, rootOfFrontier, type Hash } from '@/domain/record/merkle'
import type { RecordHead } from '../record-types'
import { openSigned, CannotVerify } from './open-signed'

export interface Range {
  from: number
  bodies: string[]
  frontier: string[]
}

export type Verified =
  | { state: 'sound'; from: number; to: number; root: Uint8Array; ms: number }
  | { state: 'unsound' | 'unknown'; because: string; ms: number }

/**
 * Hashes the latest entries up to the newest checkpoint here, on top of the subtrees before them, and compares the
 * root with the signed one: one altered byte in any of them, or anything before, gives another root.
 * @param read fetches entries from..to, with the roots of the perfect subtrees before `from` when asked
 */
export async function verifyLatest(
  head: RecordHead,
  count: number,
  read: (from: number, to: number, frontier: boolean) => Promise<Range>,
  onProgress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<Verified> {
  const began = performance.now()
  const ms = () => performance.now() - began
  const [latest] = head.checkpoints
  if (!latest || !head.key) return { state: 'unknown', because: 'Nothing is signed yet.', ms: 0 }
  try {
    const { size, root } = await openSigned(latest.note, head.key)
    const from = Math.max(0, size - count)
    let frontier: Hash[] = []
    for (let at = from; at < size;) {
      if (signal.aborted) return { state: 'unknown', because: `Stopped at entry ${at}.`, ms: ms() }
      const range = await read(at, size, at === from)
      if (at === from) frontier = range.frontier.map(fromBase64)
      if (range.bodies.length === 0)
        return { state: 'unsound', because: `Entry ${at + 1} is signed but missing.`, ms: ms() }
      for (const body of range.bodies)
        frontier = appendToFrontier(frontier, at++, leafHash(new TextEncoder().encode(body)))
      onProgress(at - from, size - from)
    }
    if (!equalBytes(rootOfFrontier(frontier), root))
      return {
        state: 'unsound',
        because: `The entries do not give the root that was signed over ${size}. Export the record and run verify.mjs: it names the line.`,
        ms: ms(),
      }
    return { state: 'sound', from, to: size, root, ms: ms() }
  } catch (error) {
    const because = error instanceof Error ? error.message : 'It could not be checked.'
    return { state: error instanceof CannotVerify ? 'unknown' : 'unsound', because, ms: ms() }
  }
}
