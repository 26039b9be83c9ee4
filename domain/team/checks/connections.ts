import { clears } from '../../policy/classification'
import { didYouMean } from '../../expression/nearest'
import type { BundleConnection } from '../bundle'
import { kindOf } from '../kinds/registry'
import { isStaffed, staffOf, type StaffedNode } from '../staff'
import type { NodeOf } from '../node'
import type { Check, Compilation, Found } from './check'
import { leavesRead } from './leaves-read'

/** Every call goes over a known connection, and sends nothing that the connection is not cleared for. */
export const connectionsCheck: Check = {
  code: 'connections',
  title: 'Connections may carry what is sent',
  run(team) {
    return team.document.nodes.flatMap((node): Found[] => {
      if (isStaffed(node)) return toolProblems(team, node)
      if (node.kind !== 'action') return []
      const place = { node: node.id, pointer: '/connection' }
      if (node.connection === undefined)
        return [
          {
            code: 'connections.none',
            severity: 'error',
            message: `"${node.name}" has no connection to call. Choose one.`,
            place,
          },
        ]
      const connection = team.connections.get(node.connection)
      return connection
        ? sentProblems(team, node, connection)
        : [unknown(team, node.name, node.connection, place)]
    })
  },
}

function toolProblems(team: Compilation, node: StaffedNode): Found[] {
  return staffOf(node).flatMap((slug) => {
    const agent = team.agents.get(slug)
    const pointer = slug === node.agent ? '/agent' : '/fallback'
    return (agent?.tools ?? [])
      .filter(({ connection }) => !team.connections.has(connection))
      .map(({ name, connection }) =>
        unknown(team, `${agent?.name ?? ''}'s tool ${name}`, connection, { node: node.id, pointer }),
      )
  })
}

const unknown = (team: Compilation, who: string, slug: string, place: Found['place']): Found => ({
  code: 'connections.unknown',
  severity: 'error',
  message: `"${who}" calls over "${slug}", which this workspace does not have${didYouMean(slug, team.connections.keys())}.`,
  place,
})

function sentProblems(team: Compilation, node: NodeOf<'action'>, connection: BundleConnection): Found[] {
  return kindOf(node)
    .expressions(node)
    .filter(({ sent }) => sent)
    .flatMap((expression) => {
      const leaves = leavesRead(team, expression)
      const place = { node: node.id, pointer: expression.pointer }
      const bare = leaves.find(({ classification }) => classification === undefined)
      const high = leaves.find(
        ({ classification }) => classification && !clears(connection.clearance, classification),
      )
      const found: Found[] = []
      if (bare)
        found.push({
          code: 'connections.unclassified',
          severity: 'error',
          message: `"${node.name}" sends ${bare.path}, which is not classified. Say in its contract how sensitive it is.`,
          place,
        })
      if (high)
        found.push({
          code: 'connections.clearance',
          severity: 'error',
          message: `"${node.name}" sends ${high.path} (${high.classification ?? ''}) over "${connection.name}", which is cleared for ${connection.clearance} only.`,
          place,
        })
      return found
    })
}
