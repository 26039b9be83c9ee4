import type { Edge, TeamDocument } from '@/domain/team/document'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { freeId } from './free-id'

export function edgeBetween(document: TeamDocument, from: string, port: string, to: string): Edge {
  const id = freeId(
    `${from}_${port}_${to}`.slice(0, 60),
    document.edges.map((edge) => edge.id),
  )
  return { id, from: { node: from, port }, to: { node: to } }
}

/** Why the drawing itself forbids a handoff, whatever it carries; undefined when it does not. */
export function refusedByShape(
  document: TeamDocument,
  from: string,
  port: string,
  to: string,
): string | undefined {
  const [source, target] = [from, to].map((id) => document.nodes.find((node) => node.id === id))
  if (!source || !target) return 'One of the two is gone.'
  if (source === target) return `${source.name} cannot hand over to itself.`
  if (!kindOf(target).takesIn) return `Nothing leads into ${target.name}: a run begins there.`
  const there = document.edges.find((edge) => edge.from.node === from && edge.from.port === port)
  if (!there) return undefined
  const name = document.nodes.find((node) => node.id === there.to.node)?.name ?? there.to.node
  if (there.to.node === to) return `${source.name} hands over to ${name} already.`
  return `This way out leads to ${name}. Remove that handoff first.`
}

/** The first way out that leads nowhere yet; ways back are not offered. */
export function freePort(document: TeamDocument, node: TeamNode): string | undefined {
  return kindOf(node)
    .ports(node)
    .find(
      (port) =>
        !port.returns && !document.edges.some(({ from }) => from.node === node.id && from.port === port.id),
    )?.id
}
