import { refOf, type ContractRef } from '../contract/contract'
import { renameInExpression, renameInTemplate, renamePath } from '../expression/rename'
import type { TeamDocument } from './document'
import { kindOf } from './kinds/registry'
import type { TeamNode } from './node'
import { setAt } from './set-at'

/** The document with a node under a new id: its edges, its place, and every expression that reads its slot. */
export function renameNode(document: TeamDocument, id: string, to: string): TeamDocument {
  if (id === to) return document
  const named = (node: string): string => (node === id ? to : node)
  return {
    ...document,
    nodes: document.nodes.map((node) => renameReads(node.id === id ? { ...node, id: to } : node, id, to)),
    edges: document.edges.map((edge) =>
      edge.from.node === id || edge.to.node === id
        ? { ...edge, from: { ...edge.from, node: named(edge.from.node) }, to: { node: named(edge.to.node) } }
        : edge,
    ),
    layout: {
      ...document.layout,
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
    nodes: document.nodes.map((node) => {
      const produces = 'produces' in node && node.produces === ref
      const accepts = 'accepts' in node && node.accepts === ref
      if (!produces && !accepts) return node
      return { ...node, ...(produces && { produces: to }), ...(accepts && { accepts: to }) }
    }),
  }
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
