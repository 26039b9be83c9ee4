import { z } from 'zod'
import { operationOfTool, type OfferedTool } from '@/domain/connection/approval'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import { BatonError } from '@/domain/problem'
import { Prisma } from '@/prisma/generated/client'
import { createConnectors } from '@/server/connectors/connectors'
import { pinOf } from '@/server/connectors/mcp'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
import { findConnection, notAnswered, storedOperation } from './find'

export const discoverInput = z.object({ id: z.string() })

export interface Discovered {
  added: number
  changed: number
  gone: number
}

/**
 * Asks an MCP server what it offers. What is new or has changed waits to be approved; what is as it was stays as it is.
 * @throws BatonError not_found | conflict where the connection is of another kind | unavailable
 */
export async function discoverOperations(
  ctx: Context,
  { id }: z.infer<typeof discoverInput>,
): Promise<Discovered> {
  const scope = await authorize(ctx, 'connection.edit')
  const { db, workspace } = scope
  const connection = await findConnection(db.prisma, workspace.id, id)
  if (CONNECTION_KIND[connection.kind].operations !== 'discovered')
    throw new BatonError('conflict', `${connection.name} does not say by itself what it offers.`)
  const tools = await createConnectors({ db })
    .discover(workspace.id, connection.slug, new AbortController().signal)
    .catch((error: unknown) => Promise.reject(notAnswered(error)))
  return transact(scope, async (tx, record) => {
    const found = await take(tx, workspace.id, id, tools)
    await record({
      kind: 'connection.discovered',
      subject: connection.slug,
      data: { connection: id, tools: tools.length, ...found },
    })
    return found
  })
}

async function take(
  tx: Tx,
  workspaceId: string,
  connectionId: string,
  tools: readonly OfferedTool[],
): Promise<Discovered> {
  const rows = (await tx.connectionOperation.findMany({ where: { connectionId } })).map((row) => ({
    ...row,
    ...storedOperation(row),
  }))
  const found: Discovered = { added: 0, changed: 0, gone: 0 }
  const taken = rows.map(({ name }) => name)
  for (const tool of tools) {
    const pin = pinOf(tool)
    const known = rows.find(
      ({ operation: { request } }) => request.kind === 'mcp' && request.tool === tool.name,
    )
    if (!known) {
      const definition = operationOfTool(tool, pin, taken)
      taken.push(definition.name)
      const { name } = definition
      const data = {
        id: newId('cop'),
        workspaceId,
        connectionId,
        name,
        definition: definition as object,
        state: 'new',
      }
      await tx.connectionOperation.create({ data })
      found.added++
    } else if (known.operation.pin === pin) {
      // It is what was approved, or what is being looked at; one that was gone is back as it was.
      if (known.state === 'gone' || known.state === 'changed')
        await tx.connectionOperation.update({
          where: { id: known.id },
          data: { state: known.approvedAt ? 'on' : 'new', offered: Prisma.DbNull },
        })
    } else if (known.offered?.pin !== pin || known.state === 'gone') {
      const offered = { ...operationOfTool(tool, pin, []), name: known.name }
      // What nobody has approved yet is simply shown as it is now.
      const data = known.approvedAt
        ? { offered: offered as object, state: known.state === 'off' ? 'off' : 'changed' }
        : { definition: offered as object, state: 'new' }
      await tx.connectionOperation.update({ where: { id: known.id }, data })
      found.changed++
    }
  }
  for (const row of rows) {
    const { request } = row.operation
    // What an admin has switched off stays so, also when it is offered again.
    if (row.state === 'gone' || row.state === 'off') continue
    if (tools.some(({ name }) => request.kind === 'mcp' && request.tool === name)) continue
    await tx.connectionOperation.update({ where: { id: row.id }, data: { state: 'gone' } })
    found.gone++
  }
  return found
}
