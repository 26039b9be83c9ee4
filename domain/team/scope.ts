import type { Contract, ContractRef } from '../contract/contract'
import { decisionSchema } from '../expression/cel-type'
import type { ExpressionScope } from '../expression/check'
import { keptByText } from '../kept'
import { anyOfContracts } from './any-of'
import { handedAtAll, kindOf } from './kinds/registry'
import type { TeamNode } from './node'
import { isStaffed } from './staff'

const decisionOf = keptByText(50, (nodes) => decisionSchema(nodes === '' ? [] : nodes.split(' ')))

/** The slots that a team's expressions may name, with their contracts' schemas. */
export function scopeOf(
  nodes: readonly TeamNode[],
  contracts: ReadonlyMap<ContractRef, Contract>,
): ExpressionScope {
  const slots = contractsBySlot(nodes)
  // Who only lets through is no slot, and where no agent works nobody is more or less sure.
  const agentNodes = nodes
    .filter((node) => isStaffed(node) && kindOf(node).writes(node) && !kindOf(node).unstaffed?.(node))
    .map(({ id }) => id)
  return {
    ...Object.fromEntries([...slots].map(([slot, refs]) => [slot, anyOfContracts([...refs], contracts)])),
    decision: decisionOf(agentNodes.join(' ')),
  }
}

/** By slot: names of the contracts of what may be written there, without their versions, as policies know them. */
export function contractNamesBySlot(
  nodes: readonly TeamNode[],
  contracts: ReadonlyMap<ContractRef, Contract>,
): Map<string, string[]> {
  const named = [...contractsBySlot(nodes)].map(([slot, refs]): [string, string[]] => [
    slot,
    [...new Set([...refs].flatMap((ref) => contracts.get(ref)?.name ?? []))].sort(),
  ])
  return new Map(named)
}

/** By slot: the contracts of what may be written there; '' where it bears none. */
export function contractsBySlot(nodes: readonly TeamNode[]): Map<string, Set<ContractRef>> {
  const slots = new Map<string, Set<ContractRef>>()
  for (const node of nodes)
    for (const { slot, contract = '' } of handedAtAll(node))
      slots.set(slot, (slots.get(slot) ?? new Set()).add(contract))
  return slots
}
