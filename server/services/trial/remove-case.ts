import { BatonError, brief } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { findEditable } from '../team/find'

/** Removes a test case; what came of it stays on the record. @throws BatonError not_found · conflict (archived) */
export async function removeCase(ctx: Context, { slug, name }: { slug: string; name: string }) {
  const scope = await authorize(ctx, 'team.edit')
  return transact(scope, async (tx, record) => {
    const team = await findEditable(tx, scope.workspace.id, slug)
    const { count } = await tx.teamCase.deleteMany({ where: { teamId: team.id, name } })
    if (count === 0) throw new BatonError('not_found', `There is no case “${brief(name)}”.`)
    await record({ kind: 'case.removed', team: team.id, subject: name, data: { slug } })
    return { name }
  })
}
