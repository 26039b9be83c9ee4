import type { z } from 'zod'
import { authorize, transact, type Context } from '../context'
import { renewed } from '../signed/keys'
import { findSource, type sourceInput } from './find-source'

/** Gives a source a new key, which is returned once; the old one holds for another day. @throws BatonError not_found */
export async function rotateSource(
  ctx: Context,
  { id }: z.infer<typeof sourceInput>,
): Promise<{ key: string }> {
  const scope = await authorize(ctx, 'event.edit')
  return transact(scope, async (tx, record) => {
    const source = await findSource(tx, scope.workspace.id, id)
    const { key, keys } = renewed(source)
    await tx.eventSource.update({ where: { id }, data: keys })
    await record({ kind: 'event_source.key_rotated', subject: source.name, data: { source: id } })
    return { key }
  })
}
