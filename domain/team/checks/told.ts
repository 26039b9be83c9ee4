import { kindOf } from '../kinds/registry'
import { staffOf } from '../staff'
import { hiddenWords } from '../told'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import type { NodeExpression } from '../kinds/kind'
import type { TeamNode } from '../node'
import { pathsOf } from './views'

/**
 * No agent is told in words what it may not see: not the one at the end of the way, and not who stands in there. (What
 * an agent asks another for in its own words is the requests' check, and what a person writes is their own.)
 */
export const toldCheck: Check = {
  code: 'told',
  title: 'Nobody is told what they may not see',
  needsEntry: true,
  run(team) {
    return reachableNodes(team).flatMap((node) =>
      kindOf(node)
        .expressions(node)
        .flatMap((expression) => (expression.tells === undefined ? [] : toldBy(team, node, expression))),
    )
  },
}

function toldBy({ graph, agents, scope }: Compilation, node: TeamNode, expression: NodeExpression): Found[] {
  const targets = graph
    .out(node.id)
    .filter(({ from }) => from.port === expression.tells)
    .flatMap(({ to }) => graph.nodes.get(to.node) ?? [])
  return targets.flatMap((target) =>
    staffOf(target).flatMap((slug): Found[] => {
      const agent = agents.get(slug)
      const found = agent ? hiddenWords(scope, expression, agent) : []
      if (!agent || found.length === 0) return []
      const distinct = found.filter(({ path }, i) => found.findIndex((one) => one.path === path) === i)
      return [
        {
          code: 'told.hidden',
          severity: 'error',
          message: `"${node.name}" tells ${agent.name} at "${target.name}" in words what ${agent.name} may not see: ${pathsOf(distinct)}. Leave it out, or choose an agent that is cleared for it.`,
          place: { node: node.id, pointer: expression.pointer },
        },
      ]
    }),
  )
}
