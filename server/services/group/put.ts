import { z } from 'zod'
import { nameSchema } from '@/domain/name'
import { categorySchema, classificationSchema } from '@/domain/policy/classification'
import { ROLES } from '@/domain/policy/permission'
import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'
import { refuseBeyondOwn, refuseNamedByPolicies } from '../member/within-own'
import { keepingMenders } from '../policy/lockout'

export const putGroupInput = z.object({
  /** Absent: a new one. */
  id: z.string().max(100).optional(),
  name: nameSchema(80, 'what its people have in common, as in "Claims desk"'),
  roles: z.array(z.enum(ROLES)),
  clearance: classificationSchema,
  categories: z.array(categorySchema),
  /** Names of groups at the identity provider. */
  claims: z.array(z.string().trim().min(1).max(256)).max(50),
})

/**
 * Makes a group, or changes what its members get: roles and clearance beyond their own.
 * @throws BatonError not_found · forbidden (it would give more than the caller has, or the policies speak of it) · conflict (another has the name; nobody would be left to mend the policies)
 */
export async function putGroup(ctx: Context, input: z.infer<typeof putGroupInput>): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'member.edit')
  const workspaceId = scope.workspace.id
  const { name, clearance } = input
  const data = {
    ...{ name, clearance },
    roles: ROLES.filter((role) => input.roles.includes(role)),
    categories: [...new Set(input.categories)],
    claims: [...new Set(input.claims)],
  }
  return transact(scope, async (tx, record) => {
    const taken = await tx.peopleGroup.findUnique({ where: { workspaceId_name: { workspaceId, name } } })
    if (taken && taken.id !== input.id)
      throw new BatonError('conflict', 'Another group has this name.', [
        { pointer: '/name', message: 'Another group has this name.' },
      ])
    if (input.id)
      await tx.$queryRaw`SELECT 1 FROM people_group WHERE id = ${input.id} AND workspace_id = ${workspaceId} FOR NO KEY UPDATE`
    const before = input.id ? await tx.peopleGroup.findFirst({ where: { id: input.id, workspaceId } }) : null
    // Whoever the identity provider names is put in with all that the group gives.
    const mapsMore = data.claims.some((claim) => !before?.claims.includes(claim))
    await refuseBeyondOwn(tx, scope, data, before && !mapsMore ? before : undefined)
    const mapsLess = before?.claims.some((claim) => !data.claims.includes(claim))
    if (mapsMore || mapsLess || before?.name !== name)
      await refuseNamedByPolicies(tx, scope, name, ...(before ? [before.name] : []))
    const id = input.id ?? newId('grp')
    if (input.id === undefined) await tx.peopleGroup.create({ data: { id, workspaceId, ...data } })
    else {
      const { count } = await keepingMenders(tx, scope, () =>
        tx.peopleGroup.updateMany({ where: { id, workspaceId }, data }),
      )
      if (count === 0) throw new BatonError('not_found', 'There is no such group in this workspace.')
    }
    await record({
      kind: input.id === undefined ? 'group.created' : 'group.changed',
      subject: name,
      data: { group: id, ...data },
    })
    return { id }
  })
}
