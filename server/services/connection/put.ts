import { z } from 'zod'
import { nameSchema } from '@/domain/name'
import { classificationSchema } from '@/domain/policy/classification'
import { BatonError } from '@/domain/problem'
import { slugSchema } from '@/domain/team/slug'
import { secretBox } from '@/server/auth/secret-box'
import { connectionAuthSchema } from '@/server/connectors/connectors'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'

export const putConnectionInput = z.object({
  /** Absent for a new one. */
  id: z.string().optional(),
  /** By which teams and agents name it; fixed once it is made. */
  slug: slugSchema,
  name: nameSchema(),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an address, as in https://crm.example/api' })
    .transform((url) => url.replace(/\/+$/, '')),
  auth: connectionAuthSchema.default({ header: 'authorization', prefix: 'Bearer ' }),
  /** Absent keeps the secret that is stored; null removes it. */
  secret: z.string().trim().min(1).max(4000).nullable().optional(),
  owner: nameSchema(120, 'the person who answers for it'),
  clearance: classificationSchema.default('internal'),
  allowPrivate: z.boolean().default(false),
})
export type PutConnection = z.infer<typeof putConnectionInput>

/**
 * Makes or changes a connection. Its secret is sealed and never read back.
 * @throws BatonError not_found | conflict when the slug is taken | invalid when the address changes but the secret does not
 */
export async function putConnection(ctx: Context, input: PutConnection): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'connection.edit')
  const workspaceId = scope.workspace.id
  return transact(scope, async (tx, record) => {
    const before =
      input.id === undefined
        ? undefined
        : await tx.connection.findFirst({ where: { id: input.id, workspaceId } })
    if (before === null) throw new BatonError('not_found', 'There is no such connection in this workspace.')
    const taken = await tx.connection.findUnique({
      where: { workspaceId_slug: { workspaceId, slug: before?.slug ?? input.slug } },
    })
    if (taken && taken.id !== before?.id) {
      throw new BatonError('conflict', `There is a connection ${input.slug} already.`, [
        { pointer: '/slug', message: 'This name is taken.' },
      ])
    }
    const { id: _, slug, secret, ...row } = input
    // A stored secret goes nowhere but where it was entered for.
    const moved = before && new URL(before.baseUrl).origin !== new URL(input.baseUrl).origin
    if (moved && before.secretSealed && secret === undefined) {
      throw new BatonError('invalid', 'The address is another one: enter the secret for it.', [
        { pointer: '/secret', message: 'The stored secret was entered for another address.' },
      ])
    }
    const secretSealed = secret === undefined ? undefined : secret === null ? null : secretBox().seal(secret)
    const data = { ...row, ...(secretSealed !== undefined && { secretSealed }) }
    const id = before?.id ?? newId('con')
    if (before) {
      // Given another address by hand, it is no longer the practice service's.
      await tx.connection.update({ where: { id }, data: { ...data, ...(moved && { practice: false }) } })
    } else {
      await tx.connection.create({ data: { id, workspaceId, slug, ...data } })
    }
    await record({
      kind: before ? 'connection.changed' : 'connection.added',
      subject: before?.slug ?? slug,
      data: {
        connection: id,
        base_url: input.baseUrl,
        clearance: input.clearance,
        allowPrivate: input.allowPrivate,
        new_secret: secret !== undefined,
      },
      sealed: { owner: input.owner },
    })
    return { id }
  })
}
