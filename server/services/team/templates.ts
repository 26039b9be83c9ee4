import type { Agent } from '@/domain/team/agent'
import { compileTeam } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import { isStaffed } from '@/domain/team/kinds/staffed'
import type { NodeKind } from '@/domain/team/node'
import { SALES_AGENTS } from '@/prisma/seed/sales-agents'
import { salesTeam } from '@/prisma/seed/sales-team'
import { authorize, type Context } from '@/server/services/context'

/** A team to start from: what is drawn, and the agents it brings where the workspace lacks them. */
export interface Template {
  key: string
  area: 'Sales' | 'Service' | 'Finance' | 'Operations'
  document: TeamDocument
  agents: Agent[]
}

export interface ListedTemplate {
  key: string
  area: Template['area']
  name: string
  about: string
  graph: { nodes: { id: string; kind: NodeKind }[]; edges: { from: string; to: string }[] }
  agents: number
  gates: number
  /** Model calls a run makes at most; null where nothing bounds it. */
  worstCalls: number | null
}

export const TEMPLATES: readonly Template[] = [
  { key: 'sales-operations', area: 'Sales', document: salesTeam(), agents: SALES_AGENTS },
]

/** What a new team can start from, as pictures of their graphs. */
export async function listTemplates(ctx: Context): Promise<ListedTemplate[]> {
  await authorize(ctx, 'team.read')
  return TEMPLATES.map(({ key, area, document, agents }) => ({
    key,
    area,
    name: document.name,
    about: document.description || document.goal,
    graph: {
      nodes: document.nodes.map(({ id, kind }) => ({ id, kind })),
      edges: document.edges.map(({ from, to }) => ({ from: from.node, to: to.node })),
    },
    agents: document.nodes.filter(isStaffed).length,
    gates: document.nodes.filter(({ kind }) => kind === 'rules' || kind === 'human').length,
    worstCalls: compileTeam(document, { agents, connections: [] }).worstCase.modelCalls,
  }))
}
