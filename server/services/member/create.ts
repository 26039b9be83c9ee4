import { z } from 'zod'
import { nameSchema } from '@/domain/name'
import { categorySchema, classificationSchema } from '@/domain/policy/classification'
import { ROLES } from '@/domain/policy/permission'
import { startingClearance, WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { BatonError } from '@/domain/problem'
import { generatePassword, hashPassword } from '@/server/auth/password'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'
import { refuseBeyondOwn } from './within-own'

export const createMemberInput = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email('an e-mail address, as in ada@example.org')),
  name: nameSchema(120, 'the name colleagues know them by'),
  roles: z.array(z.enum(ROLES)).min(1, 'at least one role'),
  /** What they may see of what runs hold; where nothing is said, what their roles take, and all for the first one. */
  clearance: classificationSchema.optional(),
  categories: z.array(categorySchema).optional(),
})
export type CreateMember = z.infer<typeof createMemberInput>

/**
 * Adds a person to the workspace. A new account gets a generated password, returned here and nowhere else; an account
 * that exists (in another workspace) keeps its own.
 * @throws BatonError conflict when they are a member already · forbidden when they would get more than the caller has
 */
export async function createMember(
  ctx: Context,
  input: CreateMember,
): Promise<{ id: string; password: string | null }> {
  const scope = await authorize(ctx, 'member.edit')
  const { db, workspace } = scope
  const known = await db.prisma.user.findUnique({
    where: { email: input.email },
    include: { memberships: { where: { workspaceId: workspace.id } } },
  })
  if (known?.memberships.length) {
    throw new BatonError('conflict', 'This person is a member already.', [
      { pointer: '/email', message: `${known.name} has this e-mail address and is a member already.` },
    ])
  }
  const real = await db.prisma.membership.count({
    where: { workspaceId: workspace.id, user: { practice: false } },
  })
  const usual = real === 0 ? WHOLE_CLEARANCE : startingClearance(input.roles)
  const cleared = {
    clearance: input.clearance ?? usual.clearance,
    categories: [...new Set(input.categories ?? usual.categories)],
  }
  const id = known?.id ?? newId('usr')
  const password = known ? null : generatePassword()
  const passwordHash = password && (await hashPassword(password))
  await transact(scope, async (tx, record) => {
    await refuseBeyondOwn(tx, scope, { roles: input.roles, ...cleared })
    if (!known) {
      await tx.user.create({ data: { id, email: input.email, name: input.name, passwordHash } })
    }
    await tx.membership.create({
      data: { workspaceId: workspace.id, userId: id, roles: input.roles, ...cleared },
    })
    await record({
      kind: 'member.added',
      data: { member: id, roles: input.roles, ...cleared, newAccount: !known },
      sealed: { name: known?.name ?? input.name, email: input.email },
    })
  })
  return { id, password }
}
