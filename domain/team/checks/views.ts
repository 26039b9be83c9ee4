import { arrivingAt } from '../carry'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import { isUnsaid } from './contracts'

/** Every agent sees what its job needs, and it is known what it does not see. */
export const viewsCheck: Check = {
  code: 'views',
  title: 'Agents see what they need',
  needsEntry: true,
  run(team) {
    return reachableNodes(team).flatMap((node): Found[] => {
      const view = team.views[node.id]
      if (!view) return []
      const place = { node: node.id }
      if (!view.fields.some(({ visibility }) => visibility !== 'absent'))
        return isHandedTheUnsaid(team, node.id)
          ? []
          : [
              {
                code: 'views.nothing',
                severity: 'warning',
                message: `"${node.name}" sees nothing of what it is handed. Classify the fields of its contracts, or raise its agent's clearance.`,
                place,
              },
            ]
      const hidden = view.fields.filter(({ visibility }) => visibility === 'absent')
      const unclassified = hidden.filter(({ classification }) => classification === undefined)
      const above = hidden.filter(({ classification }) => classification !== undefined)
      const problems: Found[] = []
      if (unclassified.length > 0)
        problems.push({
          code: 'views.unclassified',
          severity: 'warning',
          message: `"${node.name}" does not see ${pathsOf(unclassified)}: what is not classified is hidden.`,
          place,
        })
      if (above.length > 0)
        problems.push({
          code: 'views.above',
          severity: 'advice',
          message: `"${node.name}" does not see ${pathsOf(above)}, above its agent's clearance.`,
          place,
        })
      return problems
    })
  },
}

/** Whether a node is handed what has no contract yet: that is said where it is missing, and what will be seen is open. */
const isHandedTheUnsaid = ({ graph, carried, contracts }: Compilation, id: string): boolean =>
  arrivingAt(graph, carried, id).some(({ slot, contract }) => {
    const writer = graph.nodes.get(slot)
    return contract === undefined ? writer !== undefined && isUnsaid(writer) : !contracts.has(contract)
  })

const MOST = 6

/** The first of them, and how many more. */
export function pathsOf(fields: { path: string }[]): string {
  const paths = fields.slice(0, MOST).map(({ path }) => path)
  const more = fields.length - paths.length
  return more > 0 ? `${paths.join(', ')} and ${more} more` : paths.join(', ')
}
