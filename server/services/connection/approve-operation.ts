import { z } from 'zod'
import { operationNameSchema } from '@/domain/connection/operation'
import { operationProblems } from '@/domain/connection/operation-problems'
import { BatonError } from '@/domain/problem'
import { Prisma } from '@/prisma/generated/client'
import { authorize, transact, type Context } from '../context'
import { findConnection, findOperation, storedOperation } from './find'

export const approveOperationInput = z.object({
  id: z.string(),
  name: operationNameSchema,
  /** Digest of what was looked at; nothing else is approved. */
  pin: z.string().max(80),
  /** Whether it changes anything outside: a person's word, never its server's. */
  effect: z.enum(['read', 'write']),
  idempotent: z.boolean(),
})

/**
 * Approves a tool of an MCP server exactly as it was shown.
 * @throws BatonError not_found | conflict where there is nothing to approve, or it is no longer what was shown
 */
export async function approveOperation(
  ctx: Context,
  { id, name, pin, effect, idempotent }: z.infer<typeof approveOperationInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  await transact(scope, async (tx, record) => {
    const connection = await findConnection(tx, scope.workspace.id, id)
    const { operation, offered, state } = storedOperation(await findOperation(tx, connection, name))
    if (state === 'gone' || !operation.pin)
      throw new BatonError('conflict', `${connection.name} does not offer ${name} now.`)
    const shown = offered ?? operation
    if (shown.pin !== pin)
      throw new BatonError('conflict', `${name} has changed since it was shown. Look at it again.`)
    const definition = { ...shown, effect, idempotent }
    const problems = operationProblems(definition, connection.kind)
    if (problems[0])
      throw new BatonError('invalid', `${name} cannot be used: ${problems[0].message}`, problems)
    await tx.connectionOperation.update({
      where: { connectionId_name: { connectionId: id, name } },
      data: {
        definition: definition as object,
        state: 'on',
        offered: Prisma.DbNull,
        approvedBy: scope.actor as object,
        approvedAt: new Date(),
      },
    })
    await record({
      kind: 'connection.operation_approved',
      subject: connection.slug,
      data: { connection: id, operation: name, effect, pin, before: operation.pin },
    })
  })
}
