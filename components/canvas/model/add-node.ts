import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { KINDS, kindOf } from '@/domain/team/kinds/registry'
import type { NodeKind, TeamNode } from '@/domain/team/node'
import { CARD, snap, type Point } from '../geometry/shapes'
import { LOOKS } from '../kinds/looks'
import { edgeBetween } from './connect'
import { freeId, freeName } from './free-id'
import { roomFor } from './make-room'
import { placeOf } from './place-of'

export interface NewNode {
  kind: NodeKind
  /** Of an agent: which one, and its name. */
  agent?: { slug: string; name: string }
  /** Top left. */
  at: Point
  /** Connect it to this node's first way out that leads nowhere. */
  after?: string | undefined
}

/** One edit that puts a new node on the canvas, and the handoff that leads to it. */
export function addNode(
  document: TeamDocument,
  { kind, agent, at, after }: NewNode,
): { command: Command; id: string } {
  const name = freeName(
    agent?.name ?? LOOKS[kind].short,
    document.nodes.map((node) => node.name),
  )
  const id = freeId(
    name,
    document.nodes.map((node) => node.id),
  )
  const fresh = KINDS[kind].defaults(id, name)
  const node: TeamNode = fresh.kind === 'agent' && agent ? { ...fresh, agent: agent.slug } : fresh
  const commands: Command[] = [{ type: 'node.add', node, at: { x: snap(at.x), y: snap(at.y) } }]
  const from = after === undefined ? undefined : document.nodes.find((other) => other.id === after)
  const port = from && KINDS[kind].takesIn ? freePort(document, from) : undefined
  if (from && port !== undefined)
    commands.push({ type: 'edge.add', edge: edgeBetween(document, from.id, port, id) })
  return { id, command: { type: 'batch', label: `Add ${name}`, commands } }
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

/** A free place for a card below another one, or beside what stands there. */
export function placeBelow(document: TeamDocument, id: string): Point {
  const { x, y } = placeOf(document, id)
  return roomFor(document, { x, y: y + CARD.height + 62 })
}
