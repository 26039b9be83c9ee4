import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { freeSpot } from '../geometry/free-spot'
import { CARD, snap, type Point, type Rect } from '../geometry/shapes'
import { placeOf } from './place-of'

/** Where something may stand that is put on the canvas: as near as can be to where it is wanted, and on top of nothing. */
export function roomFor(document: TeamDocument, wanted: Point, size = CARD): Point {
  const { nodes, layout } = document
  const taken: Rect[] = [
    ...nodes.map(({ id }) => ({ ...placeOf(document, id), ...CARD })),
    // How high a note is depends on its text; as a card is near enough.
    ...layout.notes.map(({ x, y, width }) => ({ x, y, width, height: CARD.height })),
  ]
  return freeSpot(taken, { x: snap(wanted.x), y: snap(wanted.y) }, size)
}

/** The same edit, with the nodes that it adds where there is room for them once it has moved what it moves. */
export function withRoom(document: TeamDocument, command: Command): Command {
  if (command.type === 'batch') {
    let now = document
    const commands = command.commands.map((each) => {
      const placed = withRoom(now, each)
      now = after(now, placed)
      return placed
    })
    return { ...command, commands }
  }
  if (command.type !== 'node.add') return command
  return { ...command, at: roomFor(document, command.at ?? placeOf(document, command.node.id)) }
}

/** A document as far as where cards stand matters. */
function after({ nodes, layout, ...document }: TeamDocument, command: Command): TeamDocument {
  const [added, positions] =
    command.type === 'node.add'
      ? [[command.node], command.at ? { [command.node.id]: command.at } : {}]
      : [[], command.type === 'node.move' ? command.positions : {}]
  return {
    ...document,
    nodes: [...nodes, ...added],
    layout: { ...layout, positions: { ...layout.positions, ...positions } },
  }
}

/** The id of the first node that an edit adds. */
export function firstAdded(command: Command): string | undefined {
  if (command.type === 'node.add') return command.node.id
  if (command.type !== 'batch') return undefined
  return command.commands.map(firstAdded).find((id) => id !== undefined)
}
