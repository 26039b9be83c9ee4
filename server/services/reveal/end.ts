import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'

/** Hides it again before its time. @throws BatonError not_found (none of the caller's lasts) */
export async function endReveal(ctx: Context, { run }: { run: string }): Promise<void> {
  const scope = await authorize(ctx, 'run.read')
  await transact(scope, async (tx, record) => {
    const ended = await tx.reveal.updateManyAndReturn({
      where: {
        ...{ workspaceId: scope.workspace.id, userId: scope.actor.id, runId: run },
        ...{ endedAt: null, endsAt: { gt: new Date() } },
      },
      data: { endedAt: new Date() },
    })
    if (ended.length === 0) throw new BatonError('not_found', 'Nothing of this run is shown to you that way.')
    await record({ kind: 'values.hidden', run, data: { reveals: ended.map(({ id }) => id) } })
  })
}
