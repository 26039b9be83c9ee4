import { z } from 'zod'
import { operationProblems } from '@/domain/connection/operation-problems'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import { undoProblems } from '@/domain/connection/undo-problems'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context } from '../context'
import { findConnection } from './find'

export const putOperationsInput = z.object({
  id: z.string(),
  operations: z.array(operationSchema).min(1).max(200),
})

/**
 * Declares operations of a connection, or declares them anew; they may be called at once. Versions that were published
 * before keep those they name as they stood.
 * @throws BatonError not_found | conflict where operations are not declared but offered | invalid, each problem in its place
 */
export async function putOperations(
  ctx: Context,
  { id, operations }: z.infer<typeof putOperationsInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    const connection = await findConnection(tx, workspaceId, id)
    if (CONNECTION_KIND[connection.kind].operations !== 'declared')
      throw new BatonError('conflict', `What ${connection.name} can be asked is not declared here.`)
    const names = operations.map(({ name }) => name)
    const callable = await callableOf(tx, id, operations)
    const problems = operations.flatMap((operation, i) => [
      ...[...operationProblems(operation, connection.kind), ...undoProblems(operation, callable)].map(
        (problem) => ({
          ...problem,
          pointer: `/operations/${i}${problem.pointer}`,
        }),
      ),
      ...(names.indexOf(operation.name) === i
        ? []
        : [{ pointer: `/operations/${i}/name`, message: `${operation.name} is there twice.` }]),
    ])
    if (problems.length > 0)
      throw new BatonError('invalid', problems[0]?.message ?? 'An operation is not sound.', problems)
    const approved = { approvedBy: scope.actor as object, approvedAt: new Date() }
    for (const definition of operations) {
      const { name } = definition
      const data = { definition: definition as object, state: 'on', ...approved }
      await tx.connectionOperation.upsert({
        where: { connectionId_name: { connectionId: id, name } },
        create: { id: newId('cop'), workspaceId, connectionId: id, name, ...data },
        update: data,
      })
      await record({
        kind: 'connection.operation_put',
        subject: connection.slug,
        data: { connection: id, operation: name, effect: definition.effect, digest: digestOf(definition) },
      })
    }
  })
}

/** What may be called once these are declared, by name. */
async function callableOf(
  tx: Tx,
  connectionId: string,
  declared: readonly Operation[],
): Promise<Map<string, Operation>> {
  const stored = await tx.connectionOperation.findMany({ where: { connectionId, state: 'on' } })
  return new Map(
    [...stored.map(({ definition }) => operationSchema.parse(definition)), ...declared].map((one) => [
      one.name,
      one,
    ]),
  )
}
