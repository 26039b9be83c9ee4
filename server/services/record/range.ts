import { toBase64 } from '@/domain/record/digest'
import { authorize, type Context } from '../context'
import { treeOf } from './leaf-tree'
import { intact, refuseUnsigned } from './proof'

/** Entries in their order, to be hashed by whoever reads them, with what is needed to hash on from `from`. */
export interface EntryRange {
  from: number
  /** Bodies as UTF-8 text; what is no UTF-8 comes out changed, and then its hash does not fit. */
  bodies: string[]
  /** Roots of the perfect subtrees before `from`, in base64; only when asked for. */
  frontier: string[]
}

const PAGE = 1000

/**
 * A stretch of the record for checking it in the browser.
 * @throws BatonError invalid when a frontier is asked for beyond what is signed
 */
export async function readRange(
  ctx: Context,
  { from, to, frontier }: { from: number; to: number; frontier: boolean },
): Promise<EntryRange> {
  const scope = await authorize(ctx, 'record.read')
  const { db, workspace } = scope
  if (frontier) await refuseUnsigned(scope, '/from', from)
  const { rows } = await db.pool.query<{ body: Buffer }>(
    'select body from record_entry where workspace_id = $1 and seq >= $2 and seq < $3 order by seq',
    [workspace.id, from, Math.min(to, from + PAGE)],
  )
  const before = frontier ? await intact(() => treeOf(db, workspace.id).frontier(from)) : []
  return { from, bodies: rows.map(({ body }) => body.toString('utf8')), frontier: before.map(toBase64) }
}
