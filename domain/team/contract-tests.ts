import { refOf, type ContractRef } from '../contract/contract'
import type { TeamCase } from './case'
import type { TeamDocument } from './document'
import { kindOf } from './kinds/registry'

/** A value that a kept test case holds against a contract: what its run begins with, or what is pinned at a node. */
export interface ContractTest {
  ref: ContractRef
  test: string
  node: { id: string; name: string }
  as: 'input' | 'pin'
  value: unknown
}

/** The values of a team's test cases that must fit a contract, in any of its versions. */
export function contractTests(
  { nodes, contracts }: TeamDocument,
  name: string,
  cases: readonly TeamCase[],
): ContractTest[] {
  const named = new Set<string>(contracts.filter((one) => one.name === name).map(refOf))
  return nodes.flatMap((node) => {
    const ref = kindOf(node).produces(node)
    if (ref === undefined || !named.has(ref)) return []
    const at = { ref, node: { id: node.id, name: node.name } }
    return cases.flatMap((one): ContractTest[] => {
      const pinned = one.pins?.[node.id]?.output
      return [
        ...(node.kind === 'trigger'
          ? [{ ...at, test: one.name, as: 'input' as const, value: one.input }]
          : []),
        ...(pinned === undefined ? [] : [{ ...at, test: one.name, as: 'pin' as const, value: pinned }]),
      ]
    })
  })
}
