import type { Agent } from '@/domain/team/agent'
import type { BundleConnection, BundleTeam } from '@/domain/team/bundle'
import type { PricedModel, SetBudget } from '@/domain/team/cost/priced'
import { classificationSchema } from '@/domain/policy/classification'
import type { Tx } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'
import { storedAgent } from '../agent/find'
import { callableTeams } from './callable-teams'
import { pricedModels, setBudgets } from './money-around'

/** What a document refers to but does not hold: the workspace's agents and connections. */
export interface Surroundings {
  agents: Agent[]
  connections: BundleConnection[]
  /** The published teams, as another team may call them. */
  teams: BundleTeam[]
  /** The models that are on and have a price. */
  models: PricedModel[]
  budgets: SetBudget[]
}

export async function readSurroundings(tx: Tx, workspaceId: string): Promise<Surroundings> {
  const [agents, connections, teams, models, budgets] = await Promise.all([
    tx.agent.findMany({ where: { workspaceId }, orderBy: { slug: 'asc' } }),
    tx.connection.findMany({ where: { workspaceId }, orderBy: { slug: 'asc' } }),
    callableTeams(tx, workspaceId),
    pricedModels(tx, workspaceId),
    setBudgets(tx, workspaceId),
  ])
  return {
    agents: agents.map((row) => storedAgent(row).definition),
    connections: connections.map(({ slug, name, owner, clearance }) => ({
      slug,
      name,
      owner,
      clearance: classificationSchema.parse(clearance),
    })),
    teams,
    models,
    budgets,
  }
}

/** What the studio needs to compile a draft by itself. */
export async function getSurroundings(ctx: Context): Promise<Surroundings> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  return readSurroundings(db.prisma, workspace.id)
}
