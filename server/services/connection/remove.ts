import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { agentSchema } from '@/domain/team/agent'
import { teamDocumentSchema } from '@/domain/team/document'
import { kindOf } from '@/domain/team/kinds/registry'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context } from '../context'

export const removeConnectionInput = z.object({ id: z.string() })

/**
 * Removes a connection and its secret, unless a team or an agent's tool still calls by it.
 * @throws BatonError not_found | conflict, naming who uses it
 */
export async function removeConnection(
  ctx: Context,
  { id }: z.infer<typeof removeConnectionInput>,
): Promise<void> {
  const scope = await authorize(ctx, 'connection.edit')
  const workspaceId = scope.workspace.id
  await transact(scope, async (tx, record) => {
    const connection = await tx.connection.findFirst({ where: { id, workspaceId } })
    if (!connection) throw new BatonError('not_found', 'There is no such connection in this workspace.')
    const users = await usersOf(tx, workspaceId, connection.slug)
    if (users.length) {
      throw new BatonError('conflict', `${connection.name} is still used by ${users.slice(0, 5).join(', ')}.`)
    }
    await tx.serviceGuard.deleteMany({ where: { id } })
    await tx.connection.delete({ where: { id } })
    await record({ kind: 'connection.removed', subject: connection.slug, data: { connection: id } })
  })
}

/** Names of the agents and of the teams, drawn or published, that name the connection. */
export async function usersOf(tx: Tx, workspaceId: string, slug: string): Promise<string[]> {
  const [agents, teams] = await Promise.all([
    tx.agent.findMany({ where: { workspaceId }, select: { definition: true } }),
    tx.team.findMany({
      where: { workspaceId, archivedAt: null },
      select: { draft: true, publishedId: true },
    }),
  ])
  const elsewhere = await tx.teamEnvironment.findMany({ where: { workspaceId }, select: { versionId: true } })
  const current = [
    ...teams.flatMap(({ publishedId }) => publishedId ?? []),
    ...elsewhere.map((one) => one.versionId),
  ]
  const published = await tx.teamVersion.findMany({
    where: { id: { in: current } },
    select: { document: true },
  })
  const documents = [...teams.map(({ draft }) => draft), ...published.map(({ document }) => document)]
  const names = [
    ...agents
      .map(({ definition }) => agentSchema.parse(definition))
      .filter(({ tools }) => tools.some(({ connection }) => connection === slug))
      .map(({ name }) => name),
    ...documents
      .map((document) => teamDocumentSchema.parse(document))
      .filter(({ nodes }) => nodes.some((node) => kindOf(node).connection?.(node) === slug))
      .map(({ name }) => name),
  ]
  return [...new Set(names)]
}
