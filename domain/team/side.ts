import type { Agent } from './agent'
import type { Bundle, BundleConnection, BundleTeam } from './bundle'
import { calledOperations, withOperations } from './called-operations'
import type { TeamDocument } from './document'
import { kindOf } from './kinds/registry'
import { staffOf } from './staff'

/** What a drawing names but does not hold, by slug, as it stood or stands. */
interface Named {
  agents: Readonly<Record<string, Agent>>
  connections: Readonly<Record<string, BundleConnection>>
  teams: Readonly<Record<string, BundleTeam>>
}

/** One side of a comparison of two versions, or of a version and the draft. */
export interface Side extends Named {
  document: TeamDocument
}

/** A version: what it names stands in what runs. */
export const sideOfVersion = (document: TeamDocument, bundle: Bundle): Side => ({
  document,
  agents: bundle.agents,
  connections: bundle.connections,
  teams: bundle.teams ?? {},
})

/** A draft: what it names is the workspace's, as it stands. */
export function sideOfDraft(
  document: TeamDocument,
  surroundings: {
    agents: readonly Agent[]
    connections: readonly BundleConnection[]
    teams: readonly BundleTeam[]
  },
): Side {
  const agents = among(surroundings.agents, document.nodes.flatMap(staffOf))
  const tools = Object.values(agents).flatMap((agent) => agent.tools.map(({ connection }) => connection))
  const called = document.nodes.map((node) => kindOf(node).connection?.(node))
  return {
    document,
    agents,
    connections: withOperations(
      among(surroundings.connections, [...tools, ...called]),
      calledOperations(document.nodes, Object.values(agents)),
    ),
    teams: among(
      surroundings.teams,
      document.nodes.map((node) => kindOf(node).team?.(node)),
    ),
  }
}

/** Nothing drawn yet: against it, all of a first version is new. */
export const nothingBefore = ({ purpose: _purpose, ...document }: TeamDocument): Side => ({
  document: {
    ...document,
    description: '',
    goal: '',
    contracts: [],
    nodes: [],
    edges: [],
    layout: { positions: {}, notes: [] },
  },
  agents: {},
  connections: {},
  teams: {},
})

const among = <T extends { slug: string }>(things: readonly T[], wanted: readonly (string | undefined)[]) =>
  Object.fromEntries(things.filter(({ slug }) => wanted.includes(slug)).map((each) => [each.slug, each]))
