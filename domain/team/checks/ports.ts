import { kindOf } from '../kinds/registry'
import type { Check, Found } from './check'
import { endAt } from './fixes'
import { removeWay, withoutHandoff } from './fixes-ways'

/** Every way out that is needed leads somewhere, and to one place. */
export const portsCheck: Check = {
  code: 'ports',
  title: 'Every way out leads on',
  run(team) {
    const { document, graph } = team
    const problems: Found[] = []
    for (const node of document.nodes) {
      const kind = kindOf(node)
      for (const port of kind.ports(node)) {
        const [first, ...others] = graph.out(node.id).filter(({ from }) => from.port === port.id)
        if (!first && port.required)
          problems.push({
            code: 'ports.open',
            severity: 'error',
            message: `"${node.name}" has a way out that leads nowhere: ${port.label}.`,
            place: { node: node.id },
            // What goes back cannot end a run.
            ...(!port.returns && { fixes: [endAt(document, node, port.id)] }),
          })
        for (const edge of others)
          problems.push({
            code: 'ports.many',
            severity: 'error',
            message: `"${node.name}" hands on to several by one way out (${port.label}). One way leads to one place.`,
            place: { edge: edge.id },
            fixes: removeWay(team, edge),
          })
      }
      if (kind.takesIn) continue
      for (const edge of graph.into(node.id))
        problems.push({
          code: 'ports.closed',
          severity: 'error',
          message: `Nothing can lead into "${node.name}": a run begins there.`,
          place: { edge: edge.id },
          fixes: withoutHandoff(team, edge),
        })
    }
    return problems
  },
}
