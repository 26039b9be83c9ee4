import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { KINDS } from '@/domain/team/kinds/registry'
import type { NodeKind, TeamNode } from '@/domain/team/node'
import { CARD, snap, type Point } from '../geometry/shapes'
import { LOOKS } from '../kinds/looks'
import { freePort } from './connect'
import { freeId, freeName } from './free-id'
import { roomFor } from './make-room'
import { placeOf } from './place-of'
import { bringsJoin, withJoin } from './split-with-join'
import { connecting, NEW_SPOKE } from './spoke'

export interface NewNode {
  kind: NodeKind
  /** Of an agent: which one, and its name. */
  agent?: { slug: string; name: string }
  /** Top left. */
  at: Point
  /** Connect it to this node's first way out that leads nowhere. */
  after?: string | undefined
}

/** One edit that puts a new node on the canvas, with the handoff that leads to it and what it is nothing without. */
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
  const split = bringsJoin(kind) ? withJoin(document, node, at) : undefined
  const place = split?.at ?? at
  const commands: Command[] = [{ type: 'node.add', node, at: { x: snap(place.x), y: snap(place.y) } }]
  const from = after === undefined ? undefined : document.nodes.find((other) => other.id === after)
  const port = from && KINDS[kind].takesIn ? wayTo(document, from, kind) : undefined
  const led = from && port !== undefined ? connecting(withNode(document, node), from.id, port, id) : undefined
  if (led) commands.push(led.command)
  commands.push(...(split?.commands ?? []))
  return { id, command: { type: 'batch', label: `Add ${name}`, commands } }
}

const withNode = (document: TeamDocument, node: TeamNode): TeamDocument => ({
  ...document,
  nodes: [...document.nodes, node],
})

/** The way by which what is added after a node is come to: an orchestrator's agents do its tasks. */
export const wayTo = (document: TeamDocument, from: TeamNode, kind: NodeKind): string | undefined =>
  from.kind === 'orchestrator' && kind === 'agent' ? NEW_SPOKE.id : freePort(document, from)

/** A free place for a card below another one, or beside what stands there. */
export function placeBelow(document: TeamDocument, id: string): Point {
  const { x, y } = placeOf(document, id)
  return roomFor(document, { x, y: y + CARD.height + 62 })
}
