import type { Agent } from '@/domain/team/agent'
import { kindOf } from '@/domain/team/kinds/registry'
import { staffOf } from '@/domain/team/staff'
import type { Clip } from './clip'

/** What pasted nodes name that is not in this workspace. */
export interface Missing {
  /** Those that came along and can be made here. */
  agents: Agent[]
  /** By slug: those of whom only the name came along. */
  strangers: string[]
  connections: string[]
  teams: string[]
}

interface Here {
  agents: readonly { slug: string }[]
  connections: readonly { slug: string }[]
  teams: readonly { slug: string }[]
}

/** What a clip needs and a workspace lacks; undefined when it is all there. */
export function missingFor(clip: Clip, here: Here): Missing | undefined {
  const lacking = (named: (string | undefined)[], there: readonly { slug: string }[]): string[] => {
    const known = new Set(there.map(({ slug }) => slug))
    return [...new Set(named)].filter((slug): slug is string => slug !== undefined && !known.has(slug))
  }
  const staff = lacking(clip.nodes.flatMap(staffOf), here.agents)
  const agents = clip.agents.filter(({ slug }) => staff.includes(slug))
  const missing: Missing = {
    agents,
    strangers: staff.filter((slug) => !agents.some((agent) => agent.slug === slug)),
    connections: lacking(
      clip.nodes.map((node) => kindOf(node).connection?.(node)),
      here.connections,
    ),
    teams: lacking(
      clip.nodes.map((node) => kindOf(node).team?.(node)),
      here.teams,
    ),
  }
  return Object.values<unknown[]>({ ...missing }).some(({ length }) => length > 0) ? missing : undefined
}

/**
 * An agent of another workspace as it begins in this one: whoever brings it answers for it, its writes are approved by a
 * person until it has shown what it does, and models and tools of elsewhere are left out.
 */
export const asNewcomer = (agent: Agent, owner: string): Agent => ({
  ...agent,
  owner,
  autonomy: Math.min(agent.autonomy, 1),
  models: [],
  tools: [],
})
