import { authorize, transact, type Context } from '../context'

/** Whether erasing a person's data waits for a second person from now on. What waits already stays as it is. */
export async function askSecondEraser(ctx: Context, { asked }: { asked: boolean }): Promise<void> {
  const scope = await authorize(ctx, 'privacy.edit')
  await transact(scope, async (tx, record) => {
    const { count } = await tx.workspace.updateMany({
      where: { id: scope.workspace.id, secondPersonErases: !asked },
      data: { secondPersonErases: asked },
    })
    if (count > 0) await record({ kind: 'erasure.second_person', data: { asked } })
  })
}
