import type { Command } from '@/domain/team/command'
import type { Group, TeamDocument } from '@/domain/team/document'
import { frameAround } from '../geometry/bounds'
import { CARD, centre, type Point, type Rect } from '../geometry/shapes'
import { freeId, freeName } from './free-id'
import { placesOf } from '@/domain/team/card-places'

const NONE: readonly Group[] = []

/** The same list as long as the layout is the same. */
export const groupsOf = ({ layout }: TeamDocument): readonly Group[] => layout.groups ?? NONE

/** One edit that frames nodes under a name of its own; undefined of none. */
export function groupNodes(
  document: TeamDocument,
  nodes: readonly string[],
): { command: Command; id: string } | undefined {
  if (nodes.length === 0) return undefined
  const groups = groupsOf(document)
  const id = freeId(
    'group',
    groups.map((group) => group.id),
  )
  const name = freeName(
    'Group',
    groups.map((group) => group.name),
  )
  return { id, command: { type: 'group.put', group: { id, name, nodes: [...nodes] } } }
}

/** One edit that takes frames away, those given and those around the nodes given; undefined where there is none. */
export function ungroup(
  document: TeamDocument,
  { groups, nodes }: { groups: readonly string[]; nodes: readonly string[] },
): Command | undefined {
  const commands = groupsOf(document)
    .filter((group) => groups.includes(group.id) || group.nodes.some((id) => nodes.includes(id)))
    .map(({ id }): Command => ({ type: 'group.remove', id }))
  return commands.length > 1 ? { type: 'batch', label: 'Ungroup', commands } : commands[0]
}

/** The frame of every group, by its id, given where the cards stand. */
export function framesOf(groups: readonly Group[], cards: ReadonlyMap<string, Rect>): Map<string, Rect> {
  return new Map(
    groups.flatMap(({ id, nodes }): [string, Rect][] => {
      const frame = frameAround(nodes.flatMap((node) => cards.get(node) ?? []))
      return frame ? [[id, frame]] : []
    }),
  )
}

/**
 * What the groups become when cards are dropped: one whose middle lies within another group's frame joins it, one that
 * was taken out of its own leaves it. What is moved together stays together.
 */
export function regrouped(document: TeamDocument, dropped: ReadonlyMap<string, Point>): Command[] {
  const groups = groupsOf(document)
  const moved = [...dropped.keys()]
  if (groups.length === 0 || moved.length === 0) return []
  const cards = new Map(
    [...placesOf(document)].map(([id, at]): [string, Rect] => [id, { ...(dropped.get(id) ?? at), ...CARD }]),
  )
  const isMoved = (id: string) => dropped.has(id)
  const staying = framesOf(
    groups.flatMap((group) => {
      const nodes = group.nodes.filter((id) => !isMoved(id))
      return nodes.length > 0 ? [{ ...group, nodes }] : []
    }),
    cards,
  )
  const after = new Map(groups.map((group) => [group.id, group.nodes]))
  for (const id of moved) {
    const card = cards.get(id)
    const own = groups.find(({ nodes }) => nodes.includes(id))
    // Its whole group came along.
    if (!card || (own && !staying.has(own.id))) continue
    const into = [...staying].find(([, frame]) => holds(frame, centre(card)))?.[0]
    const near = own && staying.get(own.id)
    if (into === own?.id || (into === undefined && near && isNear(near, card))) continue
    if (own)
      after.set(
        own.id,
        (after.get(own.id) ?? []).filter((other) => other !== id),
      )
    if (into !== undefined) after.set(into, [...(after.get(into) ?? []), id])
  }
  return groups.flatMap((group): Command[] => {
    const nodes = after.get(group.id) ?? []
    if (nodes === group.nodes) return []
    return [
      nodes.length > 0
        ? { type: 'group.put', group: { ...group, nodes } }
        : { type: 'group.remove', id: group.id },
    ]
  })
}

/** A card that is only moved on a little makes its group wider. */
const LEAVES = 48

const isNear = (frame: Rect, card: Rect): boolean =>
  card.x < frame.x + frame.width + LEAVES &&
  card.x + card.width > frame.x - LEAVES &&
  card.y < frame.y + frame.height + LEAVES &&
  card.y + card.height > frame.y - LEAVES

const holds = ({ x, y, width, height }: Rect, point: Point): boolean =>
  point.x > x && point.x < x + width && point.y > y && point.y < y + height
