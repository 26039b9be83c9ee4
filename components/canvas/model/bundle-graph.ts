import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { wayName } from './handoff-facts'

/** A drawn or a published team as a graph to look at. */
export interface ViewGraph {
  nodes: TeamNode[]
  edges: { id: string; from: string; port: string; to: string; branch: string | undefined }[]
}

export function graphOfDocument(document: TeamDocument): ViewGraph {
  return graph(
    document.nodes,
    document.edges.map(({ id, from, to }) => ({ id, from: from.node, port: from.port, to: to.node })),
  )
}

export function graphOfBundle(bundle: Bundle): ViewGraph {
  return graph(
    Object.values(bundle.nodes),
    Object.entries(bundle.next).flatMap(([from, edges]) =>
      edges.map(({ id, port, to }) => ({ id, from, port, to })),
    ),
  )
}

function graph(
  nodes: TeamNode[],
  edges: { id: string; from: string; port: string; to: string }[],
): ViewGraph {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return {
    nodes,
    edges: edges.map((edge) => {
      const source = byId.get(edge.from)
      const ports = source ? kindOf(source).ports(source) : []
      return {
        ...edge,
        branch: wayName(ports, edge.port),
      }
    }),
  }
}
