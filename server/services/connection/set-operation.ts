import { z } from 'zod'
import { operationNameSchema } from '@/domain/connection/operation'
import { BatonError } from '@/domain/problem'
import { authorize, transact, type Context } from '../context'
import { findConnection, findOperation } from './find'

export const setOperationInput = z.object({ id: z.string(), name: operationNameSchema, on: z.boolean() })

/**
 * Switches an operation off, for every version at once, or on again as it was approved.
 * @throws BatonError not_found | conflict where it first has to be approved
 */
export async function setOperation(
  ctx: Context,
  { id, name, on }: z.infer<typeof setOperationInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  await transact(scope, async (tx, record) => {
    const connection = await findConnection(tx, scope.workspace.id, id)
    const { state, approvedAt, offered } = await findOperation(tx, connection, name)
    if (on && (state === 'new' || state === 'changed' || state === 'gone' || !approvedAt || offered !== null))
      throw new BatonError('conflict', `${name} is not switched on before it is looked at and approved.`)
    await tx.connectionOperation.update({
      where: { connectionId_name: { connectionId: id, name } },
      data: { state: on ? 'on' : 'off' },
    })
    await record({
      kind: on ? 'connection.operation_on' : 'connection.operation_off',
      subject: connection.slug,
      data: { connection: id, operation: name },
    })
  })
}

export const removeOperationInput = setOperationInput.omit({ on: true })

/** Removes an operation: no version can call it any more. @throws BatonError not_found */
export async function removeOperation(
  ctx: Context,
  { id, name }: z.infer<typeof removeOperationInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  await transact(scope, async (tx, record) => {
    const connection = await findConnection(tx, scope.workspace.id, id)
    await findOperation(tx, connection, name)
    await tx.connectionOperation.delete({ where: { connectionId_name: { connectionId: id, name } } })
    await record({
      kind: 'connection.operation_removed',
      subject: connection.slug,
      data: { connection: id, operation: name },
    })
  })
}
