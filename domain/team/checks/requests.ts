import { clears, type Category } from '../../policy/classification'
import type { ViewField } from '../../policy/view'
import type { Agent } from '../agent'
import type { Edge } from '../document'
import { kindOf } from '../kinds/registry'
import { staffOf } from '../staff'
import type { TeamNode } from '../node'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import { withoutHandoff } from './fixes-ways'
import { pathsOf } from './views'

/**
 * A request goes back to one who does its work once more on request and has done it before, whatever the path. (That it
 * stays in its lane is the lanes' own check, that it is bounded the ends'.) What is asked in free words may carry what
 * the other may not see.
 */
export const requestsCheck: Check = {
  code: 'requests',
  title: 'Requests go back',
  needsEntry: true,
  run(team) {
    return reachableNodes(team).flatMap((node): Found[] => {
      const port = kindOf(node).asks?.(node)
      if (port === undefined) return []
      return team.graph
        .out(node.id)
        .filter(({ from }) => from.port === port)
        .flatMap((edge) => {
          const target = team.graph.nodes.get(edge.to.node)
          return target ? askedOf(team, node, target, edge) : []
        })
    })
  },
}

function askedOf(team: Compilation, node: TeamNode, target: TeamNode, edge: Edge): Found[] {
  if (!kindOf(target).takesRequests)
    return [
      {
        code: 'requests.nobody',
        severity: 'error',
        message: `"${node.name}" asks "${target.name}" for more, but no agent works there that could do it once more. Lead the request to an agent before it.`,
        place: { edge: edge.id },
        fixes: withoutHandoff(team, edge),
      },
    ]
  if (!team.written.get(node.id)?.has(target.id))
    return [
      {
        code: 'requests.path',
        severity: 'error',
        message: `"${node.name}" asks "${target.name}" for more, but a run can come here without passing "${target.name}". Ask one that every path comes by.`,
        place: { edge: edge.id },
        fixes: withoutHandoff(team, edge),
      },
    ]
  const kind = kindOf(node)
  // A contract of its own is shown to the other field by field, as far as it may see.
  if (kind.contracts?.(node).length) return []
  const leaks = readersAt(team, target).flatMap((reader) =>
    [team.views[node.id], team.fallbackViews[node.id]].flatMap((view) =>
      (view?.fields ?? []).filter((field) => field.visibility === 'clear' && !mayRead(reader, field)),
    ),
  )
  if (leaks.length === 0) return []
  const distinct = leaks.filter(({ path }, i) => leaks.findIndex((leak) => leak.path === path) === i)
  return [
    {
      code: 'requests.words',
      severity: 'warning',
      message: `"${node.name}" asks "${target.name}" in free words, and sees ${pathsOf(distinct)}, which "${target.name}" may not. Give its requests a contract with classified fields.`,
      place: { node: node.id, pointer: '/asksBack' },
    },
  ]
}

const readersAt = (team: Compilation, node: TeamNode): Agent[] =>
  staffOf(node).flatMap((slug) => team.agents.get(slug) ?? [])

const mayRead = (
  { clearance, categories }: Agent,
  field: Pick<ViewField, 'classification'> & { categories: readonly Category[] },
): boolean =>
  clears(clearance, field.classification) &&
  field.categories.every((category) => categories.includes(category))
