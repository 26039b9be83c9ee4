import type { Agent } from '@/domain/team/agent'
import { compileTeam } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import { kindOf } from '@/domain/team/kinds/registry'
import { agentAt } from '@/domain/team/staff'
import type { NodeKind } from '@/domain/team/node'
import { calledTeams } from '@/prisma/seed/examples/called-teams'
import { EXAMPLES } from '@/prisma/seed/examples/examples'
import { SALES_AGENTS } from '@/prisma/seed/sales-agents'
import { salesTeam } from '@/prisma/seed/sales-team'
import { authorize, type Context } from '@/server/services/context'

/** A team to start from: what is drawn, and the agents and teams it brings where the workspace lacks them. */
export interface Template {
  key: string
  /** `Patterns` show one way of working together each. */
  area: 'Sales' | 'Service' | 'Finance' | 'Operations' | 'Patterns'
  document: TeamDocument
  agents: Agent[]
  /** Keys of the templates it calls; their keys are their addresses too. */
  calls: string[]
}

export interface ListedTemplate {
  key: string
  area: Template['area']
  name: string
  about: string
  graph: { nodes: { id: string; kind: NodeKind }[]; edges: { from: string; to: string }[] }
  agents: number
  gates: number
  /** Names of the teams it calls. */
  calls: string[]
  /** Model calls a run makes at most; null where nothing bounds it. */
  worstCalls: number | null
}

export const TEMPLATES: readonly Template[] = [
  { key: 'sales-operations', area: 'Sales', document: salesTeam(), agents: SALES_AGENTS, calls: [] },
  ...EXAMPLES.map((example) => ({ ...example, area: 'Patterns' as const })),
]

/** What a new team can start from, as pictures of their graphs. */
export async function listTemplates(ctx: Context): Promise<ListedTemplate[]> {
  await authorize(ctx, 'team.read')
  return TEMPLATES.map(({ key, area, document, agents, calls }) => ({
    key,
    area,
    name: document.name,
    about: document.description || document.goal,
    graph: {
      nodes: document.nodes.map(({ id, kind }) => ({ id, kind })),
      edges: document.edges.map(({ from, to }) => ({ from: from.node, to: to.node })),
    },
    agents: document.nodes.filter((node) => agentAt(node) !== undefined).length,
    gates: document.nodes.filter((node) => kindOf(node).isGate).length,
    calls: calls.map((called) => TEMPLATES.find((each) => each.key === called)?.document.name ?? called),
    worstCalls: compileTeam(document, { agents, connections: [], teams: calledTeams({ calls }) }).worstCase
      .modelCalls,
  }))
}
