import { refOf, type Contract, type ContractRef } from '../contract/contract'
import { bringsBack, carriedOn, isReturn } from './carry'
import type { TeamDocument } from './document'
import { graphOf } from './graph'
import { contractsNamedBy, kindOf, slotsOf } from './kinds/registry'

/** A node that names a contract, and on which side of it the node stands. */
export interface ContractUse {
  ref: ContractRef
  node: { id: string; name: string }
  /** `takes` what comes in, `hands on` what it makes, `begins` a run with it, or `names` it besides. */
  side: 'takes' | 'hands on' | 'begins' | 'names'
  /** Other contracts that it meets at a handoff: what arrives where it is taken, what is asked where it is handed on. */
  meets: { edge: string; contract: Contract; node: string }[]
}

/** Where a team's document uses a contract, in any of its versions. */
export function contractUses(document: TeamDocument, name: string): ContractUse[] {
  const named = document.contracts.filter((contract) => contract.name === name).map(refOf)
  if (named.length === 0) return []
  const contracts = new Map(document.contracts.map((contract) => [refOf(contract), contract]))
  const graph = graphOf(document)
  const carried = carriedOn(graph)
  const meeting = (edge: string, ref: ContractRef | undefined, node: string) => {
    const contract = contracts.get(ref ?? '')
    return contract && contract.name !== name ? [{ edge, contract, node }] : []
  }
  return document.nodes.flatMap((node) => {
    const kind = kindOf(node)
    const who = { id: node.id, name: node.name }
    const found: ContractUse[] = []
    const accepts = kind.accepts(node)
    if (accepts !== undefined && named.includes(accepts))
      found.push({
        ref: accepts,
        node: who,
        side: 'takes',
        meets: graph
          .into(node.id)
          .filter((edge) => !isReturn(graph, edge) && !bringsBack(graph, edge))
          .flatMap((edge) =>
            (carried.get(edge.id) ?? []).flatMap(({ contract }) =>
              meeting(edge.id, contract, edge.from.node),
            ),
          ),
      })
    const produces = kind.produces(node)
    if (produces !== undefined && named.includes(produces))
      found.push({
        ref: produces,
        node: who,
        side: node.kind === 'trigger' ? 'begins' : 'hands on',
        meets: graph.edges
          .filter((edge) =>
            (carried.get(edge.id) ?? []).some(
              ({ contract, slot }) => contract === produces && handsOn(node.id, slot),
            ),
          )
          .flatMap((edge) => {
            const target = graph.nodes.get(edge.to.node)
            return target ? meeting(edge.id, kindOf(target).accepts(target), target.id) : []
          }),
      })
    const sides = [accepts, produces]
    for (const { contract } of contractsNamedBy(node))
      if (named.includes(contract) && !sides.includes(contract))
        found.push({ ref: contract, node: who, side: 'names', meets: [] })
    return found
  })

  function handsOn(id: string, slot: string): boolean {
    const node = graph.nodes.get(id)
    return node !== undefined && slotsOf(node).includes(slot)
  }
}
