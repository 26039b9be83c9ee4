import { BatonError } from '@/domain/problem'
import { toBase64 } from '@/domain/record/digest'
import { authorize, type Context, type Scope } from '../context'
import { treeOf } from './leaf-tree'

/** What proves that one tree grew into another by appending only. Hashes in base64. */
export interface GrowthProof {
  from: number
  to: number
  path: string[]
}

/**
 * Consistency from an earlier size of the record, as a browser remembers it, to the latest checkpoint or `to`.
 * @throws BatonError conflict when the record is smaller than what is remembered: something was taken away · invalid beyond
 *   what is signed so far
 */
export async function proveGrowth(
  ctx: Context,
  { from, to }: { from: number; to: number },
): Promise<GrowthProof> {
  const scope = await authorize(ctx, 'record.read')
  if (from > to)
    throw new BatonError(
      'conflict',
      `The record had ${from} entries when you last looked, and has ${to} now.`,
    )
  await refuseUnsigned(scope, '/to', to)
  return growth(scope, from, to)
}

/** @throws BatonError invalid for a size of the record that no checkpoint has reached: nothing is missing there */
export async function refuseUnsigned({ db, workspace }: Scope, pointer: string, size: number): Promise<void> {
  const where = { workspaceId: workspace.id }
  const latest = await db.prisma.recordCheckpoint.findFirst({ where, orderBy: { size: 'desc' } })
  const signed = latest?.size ?? 0n
  if (signed >= size) return
  const message = `The record is signed up to ${signed} entries.`
  throw new BatonError('invalid', message, [{ pointer, message, expected: `at most ${signed}` }])
}

export async function growth({ db, workspace }: Scope, from: number, to: number): Promise<GrowthProof> {
  const path = await intact(() => treeOf(db, workspace.id).consistencyProof(from, to))
  return { from, to, path: path.map(toBase64) }
}

/** Leaves that are missing where a checkpoint says they are: not a fault of ours, and not to be hidden. */
export async function intact<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new BatonError('conflict', `The stored record does not hold what was signed: ${error.message}.`)
  }
}
