import { z } from 'zod'
import { authorize, transact, type Context } from '../context'
import { findSource, sourceInput } from './find-source'

export const enableSourceInput = sourceInput.extend({ enabled: z.boolean() })

/** Switches a source on or off: what it sends while off is refused. @throws BatonError not_found */
export async function enableSource(
  ctx: Context,
  { id, enabled }: z.infer<typeof enableSourceInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'event.edit')
  await transact(scope, async (tx, record) => {
    const { name } = await findSource(tx, scope.workspace.id, id)
    await tx.eventSource.update({ where: { id }, data: { enabled } })
    const kind = enabled ? 'event_source.enabled' : 'event_source.disabled'
    await record({ kind, subject: name, data: { source: id } })
  })
}
