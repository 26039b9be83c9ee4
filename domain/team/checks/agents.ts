import { didYouMean } from '../../expression/nearest'
import { clears } from '../../policy/classification'
import type { Agent } from '../agent'
import { kindOf } from '../kinds/registry'
import { isStaffed, staffOf, type StaffedNode } from '../staff'
import { toolWrites } from '../tool-writes'
import { isTainted } from '../trust/flows'
import { trustOf, type Trust } from '../trust/trust'
import { listed, type Check, type Compilation, type Found } from './check'

/**
 * Every agent node is staffed, and whoever works there holds nothing that writes: least of all who reads words from
 * outside, for whoever wrote those could have it called.
 */
export const agentsCheck: Check = {
  code: 'agents',
  title: 'Every job has an agent',
  run(team) {
    const { document, agents } = team
    const problems: Found[] = []
    let trust: Trust | undefined
    for (const node of document.nodes) {
      if (!isStaffed(node) || (kindOf(node).unstaffed?.(node) ?? false)) continue
      if (node.agent === undefined)
        problems.push({
          code: 'agents.none',
          severity: 'error',
          message: `Nobody does the job of "${node.name}". Choose an agent.`,
          place: { node: node.id, pointer: '/agent' },
        })
      else if (!agents.has(node.agent))
        problems.push({
          code: 'agents.unknown',
          severity: 'error',
          message: `This workspace has no agent "${node.agent}"${didYouMean(node.agent, agents.keys())}.`,
          place: { node: node.id, pointer: '/agent' },
        })
      for (const slug of staffOf(node)) {
        const agent = agents.get(slug)
        if (agent && writesOf(team, agent).length > 0)
          problems.push(writing(team, (trust ??= trustOf(team)), node, agent))
      }
    }
    return problems
  },
}

const writesOf = ({ connections }: Compilation, { tools }: Agent) =>
  tools.filter((tool) => toolWrites(tool, connections.get(tool.connection)))

function writing(team: Compilation, trust: Trust, node: StaffedNode, agent: Agent): Found {
  const writes = writesOf(team, agent)
  const named = listed(writes.map(({ name }) => name))
  const isOwn = agent.slug === node.agent
  const seen = trust.shown(node)
  const sources = [...seen.words, ...seen.chosen].map((id) => team.graph.nodes.get(id)?.name ?? id)
  const reads = isTainted(seen)
    ? ` It reads words there that nobody has checked, from ${listed([...new Set(sources)].slice(0, MOST))}, and whoever wrote them could have it called.`
    : agent.tools.length > writes.length
      ? ' It reads in other systems by its tools, and whoever writes there could have it called.'
      : ''
  return {
    code: 'agents.writes',
    severity: 'error',
    message: `${agent.name}, who works at "${node.name}", holds a tool that changes something outside: ${named}.${reads} Agents only read by themselves: let an action behind a gate do it.`,
    place: { node: node.id, pointer: isOwn ? '/agent' : '/fallback' },
    fixes: isOwn ? byAnother(team, node, agent) : [withoutStandIn(node, agent)],
  }
}

const MOST = 3

const withoutStandIn = ({ id }: StaffedNode, { name }: Agent): NonNullable<Found['fixes']>[number] => ({
  label: `Let ${name} stand in here no more`,
  command: { type: 'node.update', id, patch: { fallback: null } },
})

/** Somebody else who may see and do as much, and holds nothing that writes. */
function byAnother(team: Compilation, node: StaffedNode, agent: Agent): NonNullable<Found['fixes']> {
  const other = [...team.agents.values()].find(
    (one) =>
      !staffOf(node).includes(one.slug) &&
      writesOf(team, one).length === 0 &&
      clears(one.clearance, agent.clearance) &&
      agent.categories.every((category) => one.categories.includes(category)) &&
      one.autonomy >= agent.autonomy,
  )
  return other
    ? [
        {
          label: `Let ${other.name} do it`,
          command: { type: 'node.update', id: node.id, patch: { agent: other.slug } },
        },
      ]
    : []
}
