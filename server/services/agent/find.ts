import { agentSchema, type Agent } from '@/domain/team/agent'
import { BatonError, brief } from '@/domain/problem'
import type { Tx } from '@/server/db/client'

/** A row of the table with its definition parsed. */
export interface StoredAgent {
  id: string
  slug: string
  definition: Agent
  revision: number
  stoppedAt: Date | null
  updatedAt: Date
}

interface AgentRow {
  id: string
  slug: string
  definition: unknown
  revision: number
  stoppedAt: Date | null
  updatedAt: Date
}

export const storedAgent = (row: AgentRow): StoredAgent => ({
  id: row.id,
  slug: row.slug,
  definition: agentSchema.parse(row.definition),
  revision: row.revision,
  stoppedAt: row.stoppedAt,
  updatedAt: row.updatedAt,
})

/** @throws BatonError not_found */
export async function findAgent(tx: Tx, workspaceId: string, slug: string): Promise<StoredAgent> {
  const row = await tx.agent.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) throw new BatonError('not_found', `There is no agent “${brief(slug)}” in this workspace.`)
  return storedAgent(row)
}
