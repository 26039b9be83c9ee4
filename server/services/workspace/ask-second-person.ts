import { authorize, transact, type Context } from '@/server/services/context'

/**
 * Whether publishing waits for a second person from now on, in every team of the workspace. What is proposed already
 * stays proposed.
 */
export async function askSecondPerson(ctx: Context, { asked }: { asked: boolean }): Promise<void> {
  const scope = await authorize(ctx, 'publishing.edit')
  await transact(scope, async (tx, record) => {
    const { count } = await tx.workspace.updateMany({
      where: { id: scope.workspace.id, secondPersonPublishes: !asked },
      data: { secondPersonPublishes: asked },
    })
    if (count > 0) await record({ kind: 'workspace.second_person', data: { asked } })
  })
}
