import { equalBytes, fromBase64, toBase64 } from '@/domain/record/digest'
import { verifyConsistency } from '@/domain/record/merkle'
import type { RecordHead } from '../record-types'
import { CannotVerify, openSigned } from './open-signed'

/** What this browser has seen signed, and holds the server to. */
export interface Remembered {
  size: number
  root: string
  key: string
  at: string
}

export type Judgement =
  | { state: 'empty' }
  | { state: 'sound'; size: number; root: Uint8Array; since: Remembered | null }
  | { state: 'unsound'; because: string }
  | { state: 'unknown'; because: string }

type Grow = (from: number, to: number) => Promise<{ path: string[] }>

/**
 * Whether the record is what it was: its checkpoints are signed by the one key, and its tree has grown from what this
 * browser last saw by appending only. A server that rewrites its past is found out by whoever has looked before.
 * @param grow asks the server for a consistency proof
 */
export async function judgeHead(
  head: RecordHead,
  remembered: Remembered | null,
  grow: Grow,
): Promise<Judgement> {
  const [latest] = head.checkpoints
  if (!latest || !head.key)
    return remembered
      ? {
          state: 'unsound',
          because: `It had ${remembered.size} signed entries on ${remembered.at.slice(0, 10)}, and has none now.`,
        }
      : { state: 'empty' }
  if (remembered && remembered.key !== head.key)
    return { state: 'unsound', because: `It is signed by another key than on ${remembered.at.slice(0, 10)}.` }
  try {
    const opened = await Promise.all(head.checkpoints.map(({ note }) => openSigned(note, head.key ?? '')))
    const now = opened[0]
    if (!now) return { state: 'empty' }
    const odd = opened.findIndex(
      ({ origin, size }, i) => origin !== now.origin || size !== head.checkpoints[i]?.size,
    )
    if (odd >= 0)
      return {
        state: 'unsound',
        because: `Checkpoint ${head.checkpoints[odd]?.number} is of another record.`,
      }
    if (remembered) {
      const fault = await grownFrom(remembered, now, grow)
      if (fault) return { state: 'unsound', because: fault }
    }
    return { state: 'sound', size: now.size, root: now.root, since: remembered }
  } catch (error) {
    const because = error instanceof Error ? error.message : 'It could not be checked.'
    return { state: error instanceof CannotVerify ? 'unknown' : 'unsound', because }
  }
}

async function grownFrom(
  before: Remembered,
  now: { size: number; root: Uint8Array },
  grow: Grow,
): Promise<string | undefined> {
  const root = fromBase64(before.root)
  const when = before.at.slice(0, 10)
  if (before.size > now.size) return `It had ${before.size} entries on ${when}, and has ${now.size} now.`
  if (before.size === now.size)
    return equalBytes(root, now.root) ? undefined : `Its ${now.size} entries are not those of ${when}.`
  const { path } = await grow(before.size, now.size)
  const holds = verifyConsistency({
    size1: before.size,
    root1: root,
    size2: now.size,
    root2: now.root,
    proof: path.map(fromBase64),
  })
  return holds ? undefined : `The first ${before.size} entries are not what they were on ${when}.`
}

export const toRemember = (
  { size, root }: { size: number; root: Uint8Array },
  key: string,
  at: Date,
): Remembered => ({
  size,
  root: toBase64(root),
  key,
  at: at.toISOString(),
})
