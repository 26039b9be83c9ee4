import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { KINDS, kindOf } from '@/domain/team/kinds/registry'
import type { NodeKind, TeamNode } from '@/domain/team/node'
import { CARD, snap, type Point } from '../geometry/shapes'
import { LOOKS } from '../kinds/looks'
import { edgeBetween } from './connect'
import { freeId, freeName } from './free-id'
import { roomFor } from './make-room'

/** Half a card and half a gap fit the grid: what stands in the middle stands straight below what came before. */
const GAP = { x: 160, y: 62 }

/** Whether a new node of a kind comes with what its ways lead to and the join that brings them together. */
export const bringsJoin = (kind: NodeKind): boolean => kind === 'parallel' || kind === 'map'

/**
 * What a split is drawn with: an agent still to be chosen on each way, and their join. A way that led straight to the
 * join would bring nothing, and one that leads nowhere would have to be drawn before anything can be checked.
 * @param at where the split wants to stand, top left; all of it stands as near as there is room
 */
export function withJoin(
  document: TeamDocument,
  split: TeamNode,
  at: Point,
): { at: Point; commands: Command[] } {
  const ways = kindOf(split).ports(split)
  const width = ways.length * CARD.width + (ways.length - 1) * GAP.x
  const height = 3 * CARD.height + 2 * GAP.y
  const inset = (width - CARD.width) / 2
  const corner = roomFor(document, { x: at.x - inset, y: at.y }, { width, height })
  const place = (column: number, row: number): Point => ({
    x: snap(corner.x + column),
    y: snap(corner.y + row * (CARD.height + GAP.y)),
  })
  const made: TeamNode[] = [split]
  const make = (kind: NodeKind): TeamNode => {
    const all = [...document.nodes, ...made]
    const name = freeName(
      LOOKS[kind].short,
      all.map((node) => node.name),
    )
    const id = freeId(
      name,
      all.map((node) => node.id),
    )
    const node: TeamNode = KINDS[kind].defaults(id, name)
    made.push(node)
    return node
  }
  const agents = ways.map(() => make('agent'))
  const join = make('join')
  return {
    at: place(inset, 0),
    commands: [
      ...agents.map((node, i): Command => ({
        type: 'node.add',
        node,
        at: place(i * (CARD.width + GAP.x), 1),
      })),
      { type: 'node.add', node: join, at: place(inset, 2) },
      ...agents.flatMap((node, i): Command[] => [
        { type: 'edge.add', edge: edgeBetween(document, split.id, ways[i]?.id ?? 'out', node.id) },
        { type: 'edge.add', edge: edgeBetween(document, node.id, 'out', join.id) },
      ]),
    ],
  }
}
