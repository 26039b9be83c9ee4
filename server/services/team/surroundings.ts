import type { Agent } from '@/domain/team/agent'
import type { BundleConnection } from '@/domain/team/bundle'
import { classificationSchema } from '@/domain/policy/classification'
import type { Tx } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'
import { storedAgent } from '../agent/find'

/** What a document refers to but does not hold: the workspace's agents and connections. */
export interface Surroundings {
  agents: Agent[]
  connections: BundleConnection[]
}

export async function readSurroundings(tx: Tx, workspaceId: string): Promise<Surroundings> {
  const [agents, connections] = await Promise.all([
    tx.agent.findMany({ where: { workspaceId }, orderBy: { slug: 'asc' } }),
    tx.connection.findMany({ where: { workspaceId }, orderBy: { slug: 'asc' } }),
  ])
  return {
    agents: agents.map((row) => storedAgent(row).definition),
    connections: connections.map(({ slug, name, owner, clearance }) => ({
      slug,
      name,
      owner,
      clearance: classificationSchema.parse(clearance),
    })),
  }
}

/** What the studio needs to compile a draft by itself. */
export async function getSurroundings(ctx: Context): Promise<Surroundings> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  return readSurroundings(db.prisma, workspace.id)
}
