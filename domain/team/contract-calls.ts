import type { Contract, ContractRef } from '../contract/contract'
import { arrivingAt, carriedOn } from './carry'
import type { TeamDocument } from './document'
import { graphOf } from './graph'

/** A place where another team calls a team by one of its contracts. */
export interface ContractCall {
  /** The contract of the team that is called. */
  ref: ContractRef
  team: { slug: string; name: string }
  where: 'draft' | 'published'
  node: { id: string; name: string }
  /** What the caller gives must fit the contract; what it gets must fit what the caller expects. */
  way: 'gives' | 'gets'
  /** The caller's own contract. */
  contract: Contract
}

/** The contracts that a team begins and ends with, as far as they are called `name`. */
export function outwardRefs(
  { nodes, contracts }: TeamDocument,
  name: string,
): { begins: ContractRef[]; ends: ContractRef[] } {
  const named = (ref: ContractRef | undefined): ContractRef[] =>
    contracts.some((one) => one.name === name && `${one.name}@${one.version}` === ref) && ref !== undefined
      ? [ref]
      : []
  return {
    begins: nodes.flatMap((node) => (node.kind === 'trigger' ? named(node.produces) : [])),
    ends: [...new Set(nodes.flatMap((node) => (node.kind === 'end' ? named(node.accepts) : [])))],
  }
}

/**
 * Where a caller's document gives a team what it begins with, or gets what it ends with. What an expression makes for it
 * is checked as it runs, and is not told here.
 */
export function callsOf(
  caller: Pick<ContractCall, 'team' | 'where'> & { document: TeamDocument },
  called: string,
  refs: ReturnType<typeof outwardRefs>,
): ContractCall[] {
  const { document, team, where } = caller
  const contracts = new Map(document.contracts.map((one) => [`${one.name}@${one.version}`, one]))
  const graph = graphOf(document)
  const carried = carriedOn(graph)
  return document.nodes.flatMap((node) => {
    if (node.kind !== 'team' || node.team !== called) return []
    const at = { team, where, node: { id: node.id, name: node.name } }
    const given = node.input === undefined ? arrivingAt(graph, carried, node.id) : []
    const held = (ref: ContractRef | undefined) => contracts.get(ref ?? '') ?? []
    return [
      ...refs.begins.flatMap((ref) =>
        given
          .flatMap(({ contract }) => held(contract))
          .map((contract): ContractCall => ({ ...at, ref, way: 'gives', contract })),
      ),
      ...refs.ends.flatMap((ref) =>
        [held(node.produces)].flat().map((contract): ContractCall => ({ ...at, ref, way: 'gets', contract })),
      ),
    ]
  })
}
