import type { Command } from '@/domain/team/command'
import type { Edge, TeamDocument } from '@/domain/team/document'
import { beginsLane, kindOf } from '@/domain/team/kinds/registry'
import type { NodeOf, TeamNode } from '@/domain/team/node'
import { edgeBetween, freePort } from './connect'
import { freeId } from './free-id'

/** The way out of an orchestrator that is not there yet: drawing from it connects one more agent. */
export const NEW_SPOKE = { id: '+spoke', label: 'one more agent' }

/** The ways out that a handoff can be drawn from; on an orchestrator also the one to one more agent. */
export const drawableWays = (node: TeamNode): { id: string; label: string }[] => [
  ...kindOf(node).ports(node),
  ...(node.kind === 'orchestrator' ? [NEW_SPOKE] : []),
]

/**
 * The edit that a drawn handoff makes. From an orchestrator to one who does its tasks, the handoff back is drawn with it;
 * from its way for one more agent, that way is made first.
 * @returns undefined when one of the two is gone
 */
export function connecting(
  document: TeamDocument,
  from: string,
  port: string,
  to: string,
): { command: Command; edge: Edge } | undefined {
  const source = document.nodes.find(({ id }) => id === from)
  const target = document.nodes.find(({ id }) => id === to)
  if (!source || !target) return undefined
  const fresh = source.kind === 'orchestrator' && port === NEW_SPOKE.id ? spokeTo(source, target) : undefined
  const way = fresh?.port ?? port
  const edge = edgeBetween(document, from, way, to)
  const commands: Command[] = [
    ...(fresh && source.kind === 'orchestrator'
      ? [{ type: 'node.update' as const, id: from, patch: { spokes: [...source.spokes, fresh] } }]
      : []),
    { type: 'edge.add', edge },
  ]
  const back = fresh || beginsLane(source, way) ? wayBack(document, source, target) : undefined
  if (back) commands.push({ type: 'edge.add', edge: back })
  const [only] = commands
  return commands.length === 1 && only
    ? { command: only, edge }
    : { edge, command: { type: 'batch', label: `Connect ${target.name}`, commands } }
}

/** A way for one more, for the tasks that nobody can do yet. */
function spokeTo({ tasks, spokes }: NodeOf<'orchestrator'>, target: TeamNode) {
  const undone = tasks.filter(({ type }) => !spokes.some(({ can }) => can.includes(type)))
  return {
    port: freeId(target.id.slice(0, 36), ['out', ...spokes.map(({ port }) => port)]),
    label: target.name,
    can: undone.map(({ type }) => type),
  }
}

/** What an orchestrator's agents do comes back to it; elsewhere ways come together at a join. */
function wayBack(document: TeamDocument, hub: TeamNode, target: TeamNode): Edge | undefined {
  if (hub.kind !== 'orchestrator') return undefined
  const port = freePort(document, target)
  const there = document.edges.some(({ from, to }) => from.node === target.id && to.node === hub.id)
  return port === undefined || there ? undefined : edgeBetween(document, target.id, port, hub.id)
}
