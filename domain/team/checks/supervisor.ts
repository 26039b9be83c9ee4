import { arrivingAt } from '../carry'
import { kindOf } from '../kinds/registry'
import { agentAt, staffOf } from '../staff'
import type { NodeOf } from '../node'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import { personOn } from './fixes'

/** Whoever reviews an agent's decision is another agent, sees what it lets through, and can ask a person. */
export const supervisorCheck: Check = {
  code: 'supervisor',
  title: 'Supervisors can supervise',
  needsEntry: true,
  run(team) {
    return reachableNodes(team).flatMap((node) =>
      node.kind === 'supervisor' ? [...worker(team, node), ...blind(team, node), ...person(team, node)] : [],
    )
  },
}

/** What comes in was made by an agent, and by another one. */
function worker(team: Compilation, node: NodeOf<'supervisor'>): Found[] {
  const place = { node: node.id, pointer: '/agent' }
  return arrivingAt(team.graph, team.carried, node.id).flatMap(({ slot }): Found[] => {
    const source = team.graph.nodes.get(slot)
    if (!source) return []
    const agent = agentAt(source)
    if (agent === undefined)
      return [
        {
          code: 'supervisor.nobody',
          severity: 'warning',
          message: `"${node.name}" is handed what "${source.name}" brought, and no agent decided that. Put it right behind the agent it reviews.`,
          place,
        },
      ]
    const workers = staffOf(source)
    if (!staffOf(node).some((one) => workers.includes(one))) return []
    return [
      {
        code: 'supervisor.self',
        severity: 'error',
        message: `At "${node.name}" and at "${source.name}" the same agent works or stands in: nobody reviews their own decision. Choose another agent.`,
        place,
      },
    ]
  })
}

/** What it lets through, it has seen. */
function blind(team: Compilation, node: NodeOf<'supervisor'>): Found[] {
  const slots = arrivingAt(team.graph, team.carried, node.id).map(({ slot }) => slot)
  const hidden = (team.views[node.id]?.fields ?? []).filter(
    ({ path, visibility }) => visibility !== 'clear' && slots.includes(path.split('.')[0] ?? ''),
  )
  if (hidden.length === 0) return []
  const paths = hidden.slice(0, MOST).map(({ path }) => path)
  const more = hidden.length > MOST ? ` and ${hidden.length - MOST} more` : ''
  return [
    {
      code: 'supervisor.blind',
      severity: 'warning',
      message: `"${node.name}" lets through what it does not see: ${paths.join(', ')}${more}. It cannot amend it either. Choose an agent that is cleared for it, or let a person decide.`,
      place: { node: node.id, pointer: '/agent' },
    },
  ]
}

const MOST = 6

/** The way of doubt leads to a person. */
function person(team: Compilation, node: NodeOf<'supervisor'>): Found[] {
  const edge = team.graph.out(node.id).find(({ from }) => from.port === 'escalated')
  const target = edge && team.graph.nodes.get(edge.to.node)
  if (!edge || !target || kindOf(target).byPerson) return []
  return [
    {
      code: 'supervisor.person',
      severity: 'error',
      message: `"${node.name}" asks a person where it is in doubt, but that way leads to "${target.name}". Put a person there.`,
      place: { edge: edge.id },
      fixes: [personOn(team.document, edge, node, target)],
    },
  ]
}
