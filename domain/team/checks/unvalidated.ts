import { checkCompat } from '../../contract/compat'
import { showRef, type Contract } from '../../contract/contract'
import { keptFor } from '../../kept'
import { isReturn } from '../carry'
import { isStaffed } from '../staff'
import type { Compilation, Found } from './check'

/** Handoffs from an agent straight to another that nothing holds to anything: there complexity bites first. */
export function handoffAdvice(team: Compilation): Found[] {
  const { graph, carried, contracts } = team
  return graph.edges.flatMap((edge): Found[] => {
    const [source, target] = [graph.nodes.get(edge.from.node), graph.nodes.get(edge.to.node)]
    if (!source || !target || !isStaffed(source) || !isStaffed(target) || isReturn(graph, edge)) return []
    const [brought] = carried.get(edge.id) ?? []
    const ref = brought?.contract
    const contract = contracts.get(ref ?? '')
    if (ref === undefined || !contract || !takesAnyObject(contract.schema)) return []
    return [
      {
        code: 'advice.validation',
        severity: 'advice',
        message: `Nothing checks what "${source.name}" hands to "${target.name}": ${showRef(ref)} allows any fields, or none. Say in it which fields there must be.`,
        place: { edge: edge.id },
      },
    ]
  })
}

/** Whether every object fits a contract's schema. */
const takesAnyObject = keptFor(
  (schema: Contract['schema']) => checkCompat({ type: 'object' }, schema).verdict === 'compatible',
)
