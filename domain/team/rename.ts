import { refOf, type ContractRef } from '../contract/contract'
import { renameInExpression, renameInTemplate, renamePath } from '../expression/rename'
import type { TeamDocument } from './document'
import { withRenamedMember } from './groups'
import { contractsNamedBy, handedOnBy, kindOf } from './kinds/registry'
import type { TeamNode } from './node'
import { setAt } from './set-at'

/** The document with a node under a new id: its edges, its place, and every expression that reads its slot. */
export function renameNode(document: TeamDocument, id: string, to: string): TeamDocument {
  if (id === to) return document
  const named = (node: string): string => (node === id ? to : node)
  const slots = slotsRenamed(document, id, to)
  return {
    ...document,
    nodes: document.nodes.map((node) =>
      slots.reduce(
        (current, [from, slot]) => renameReads(current, from, slot),
        node.id === id ? { ...node, id: to } : node,
      ),
    ),
    edges: document.edges.map((edge) =>
      edge.from.node === id || edge.to.node === id
        ? { ...edge, from: { ...edge.from, node: named(edge.from.node) }, to: { node: named(edge.to.node) } }
        : edge,
    ),
    layout: {
      ...withRenamedMember(document.layout, id, to),
      positions: Object.fromEntries(
        Object.entries(document.layout.positions).map(([node, at]) => [named(node), at]),
      ),
    },
  }
}

/** The document with a contract under a new name or version, also where nodes name it. */
export function renameContract(document: TeamDocument, ref: ContractRef, to: ContractRef): TeamDocument {
  const [name = '', version = ''] = to.split('@')
  return {
    ...document,
    contracts: document.contracts.map((contract) =>
      refOf(contract) === ref ? { ...contract, name, version: Number(version) } : contract,
    ),
    nodes: document.nodes.map((node) =>
      contractsNamedBy(node).reduce(
        (current, { pointer, contract }) => (contract === ref ? setAt(current, pointer, to) : current),
        node,
      ),
    ),
  }
}

/** The slots that bear a node's name, before and after: its own, and those named after it. */
function slotsRenamed(document: TeamDocument, id: string, to: string): [string, string][] {
  const node = document.nodes.find((one) => one.id === id)
  if (!node) return [[id, to]]
  const slotsOf = (one: TeamNode) =>
    kindOf(one)
      .ports(one)
      .flatMap(({ id: port }) => handedOnBy(one, port).map(({ slot }) => slot))
  const after = slotsOf({ ...node, id: to })
  const pairs = slotsOf(node).map((slot, i): [string, string] => [slot, after[i] ?? slot])
  return [...new Map([[id, to], ...pairs])]
}

function renameReads(node: TeamNode, id: string, to: string): TeamNode {
  const rename = { expression: renameInExpression, template: renameInTemplate, path: renamePath }
  return kindOf(node)
    .expressions(node)
    .reduce((current, { pointer, source, form }) => {
      const renamed = rename[form](source, id, to)
      return renamed === source ? current : setAt(current, pointer, renamed)
    }, node)
}
