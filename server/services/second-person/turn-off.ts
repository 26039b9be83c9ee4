import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '@/server/services/context'
import { settleRequest } from '../policy/requests'
import { turn } from './setting'

/**
 * The way out where nobody is left who could agree: whoever holds the installation itself turns it off by the command line.
 * A request that waits for somebody else is answered by it.
 * @throws BatonError forbidden to anybody else | conflict (none is asked for)
 */
export async function turnSecondPersonOff(
  ctx: Context,
  { what, reason }: { what: SecondPersonFor; reason: string },
): Promise<void> {
  const scope = await authorize(ctx, SECOND_PERSON[what].edits)
  if (scope.actor.kind !== 'system')
    throw new BatonError('forbidden', 'One person alone does not turn this off: ask for it.')
  await transact(scope, async (tx, record) => {
    const open = await tx.accessRequest.findFirst({
      where: { workspaceId: scope.workspace.id, secondPerson: what, status: 'open' },
    })
    if (open) await settleRequest(tx, scope, open.id, { status: 'approved', reason })
    const turned = await turn({ tx, record }, scope, {
      ...{ what, asked: false, sealed: { reason } },
      ...(open && { subject: open.id, causes: [open.entryId], data: { request: open.id } }),
    })
    if (!turned) throw new BatonError('conflict', 'No second person is asked for here.')
  })
}
