import type { z } from 'zod'
import { authorize, transact, type Context } from '../context'
import { findSource, type sourceInput } from './find-source'

/** Removes a source with its keys; what it sent stays. @throws BatonError not_found */
export async function removeSource(ctx: Context, { id }: z.infer<typeof sourceInput>): Promise<void> {
  const scope = await authorize(ctx, 'event.edit')
  await transact(scope, async (tx, record) => {
    const { name } = await findSource(tx, scope.workspace.id, id)
    await tx.eventSource.delete({ where: { id } })
    await record({ kind: 'event_source.removed', subject: name, data: { source: id } })
  })
}
