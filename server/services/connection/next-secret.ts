import { z } from 'zod'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import { BatonError } from '@/domain/problem'
import { secretBox } from '@/server/auth/secret-box'
import { authorize, transact, type Context } from '../context'
import { findConnection } from './find'

export const putNextSecretInput = z.object({
  id: z.string(),
  secret: z.string().trim().min(1, 'the new secret').max(4000),
})

/**
 * Lays a new secret beside the one in use. Runs go on with the one in use until somebody has tried the new one and
 * confirms it; one that waited already is replaced.
 * @throws BatonError not_found | conflict where there is none in use that it could replace
 */
export async function putNextSecret(
  ctx: Context,
  { id, secret }: z.infer<typeof putNextSecretInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  await transact(scope, async (tx, record) => {
    const { slug, name, kind, secretSealed } = await findConnection(tx, scope.workspace.id, id)
    if (secretSealed === null)
      throw new BatonError('conflict', `${name} has no secret yet: enter it with its settings.`)
    const problem = CONNECTION_KIND[kind].secretProblem?.(secret)
    if (problem) throw new BatonError('invalid', `${problem}.`, [{ pointer: '/secret', message: problem }])
    await tx.connection.update({
      where: { id },
      data: { nextSealed: secretBox().seal(secret), nextAt: new Date() },
    })
    await record({ kind: 'connection.secret_added', subject: slug, data: { connection: id } })
  })
}

export const decideNextSecretInput = z.object({ id: z.string(), confirm: z.boolean() })

/**
 * Puts the new secret in the place of the one in use, which is gone then; or gives the new one up.
 * @throws BatonError not_found | conflict where none waits
 */
export async function decideNextSecret(
  ctx: Context,
  { id, confirm }: z.infer<typeof decideNextSecretInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  await transact(scope, async (tx, record) => {
    const { slug, name, nextSealed } = await findConnection(tx, scope.workspace.id, id)
    const { count } = await tx.connection.updateMany({
      where: { id, nextSealed: { not: null } },
      data: { nextSealed: null, nextAt: null, ...(confirm && { secretSealed: nextSealed }) },
    })
    if (count === 0) throw new BatonError('conflict', `No new secret waits for ${name}.`)
    await record({
      kind: confirm ? 'connection.secret_confirmed' : 'connection.secret_dropped',
      subject: slug,
      data: { connection: id },
    })
  })
}
