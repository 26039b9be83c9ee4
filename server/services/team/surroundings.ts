import type { Agent } from '@/domain/team/agent'
import type { BundleConnection, BundleTeam } from '@/domain/team/bundle'
import type { PricedModel, SetBudget } from '@/domain/team/cost/priced'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import type { Tx } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'
import { storedAgent } from '../agent/find'
import { policiesOf } from '../policy/find'
import { bundleConnection, callableOperations } from '../connection/callable'
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
  /** The workspace's own policies; absent where the default ones hold. */
  policies?: PolicySet
}

export async function readSurroundings(tx: Tx, workspaceId: string): Promise<Surroundings> {
  const [agents, connections, operations, teams, models, budgets, current] = await Promise.all([
    tx.agent.findMany({ where: { workspaceId }, orderBy: { slug: 'asc' } }),
    tx.connection.findMany({ where: { workspaceId }, orderBy: { slug: 'asc' } }),
    callableOperations(tx, workspaceId),
    callableTeams(tx, workspaceId),
    pricedModels(tx, workspaceId),
    setBudgets(tx, workspaceId),
    tx.policyVersion.findFirst({ where: { workspaceId, status: 'current' } }),
  ])
  return {
    agents: agents.map((row) => storedAgent(row).definition),
    connections: connections.map((row) => bundleConnection(row, operations.get(row.id) ?? [])),
    teams,
    models,
    budgets,
    ...(current && { policies: policiesOf(current) }),
  }
}

/** What the studio needs to compile a draft by itself. */
export async function getSurroundings(ctx: Context): Promise<Surroundings> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  return readSurroundings(db.prisma, workspace.id)
}
