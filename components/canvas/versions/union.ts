import type { Change } from '@/domain/team/changes'
import type { Edge, TeamDocument } from '@/domain/team/document'
import { GROUP_PREFIX, NOTE_PREFIX } from '../flow/flow-types'
import { groupsOf } from '../model/group'
import type { Mark } from '../model/mark'
import type { Selection } from '../model/selection'
import { NOTHING } from '../model/selection'
import { placeOf } from '../model/place-of'
import type { DrawnSide } from './use-side'

export interface Union {
  /** What is there now, and what is gone as a ghost in its old place. */
  document: TeamDocument
  carried: DrawnSide['carried']
  fits: DrawnSide['fits']
  /** By node id, edge id or a note's id with its prefix. */
  marks: ReadonlyMap<string, Mark>
}

/** A handoff that leads elsewhere now is drawn twice: as it was and as it is. */
const GHOST = '~before'

/** The id in the versions of what is drawn. */
export const withoutGhost = (id: string): string => id.replace(GHOST, '')

/** Both sides of a comparison as one drawing. */
export function uniteSides(before: DrawnSide, after: DrawnSide, changes: readonly Change[]): Union {
  const marks = new Map<string, Mark>()
  for (const { of, id, what } of changes) {
    if (of === 'node' || of === 'handoff') if (!marks.has(id)) marks.set(id, what)
    if (of === 'note') marks.set(NOTE_PREFIX + id, what)
  }
  const [old, now] = [before.document, after.document]
  const gone = old.nodes.filter(({ id }) => marks.get(id) === 'removed')
  const nodes = [...now.nodes, ...gone]
  const ids = new Set(nodes.map(({ id }) => id))
  const ghosts = old.edges.flatMap((edge): Edge[] => {
    const mark = marks.get(edge.id)
    if ((mark !== 'removed' && mark !== 'changed') || !ids.has(edge.from.node) || !ids.has(edge.to.node))
      return []
    return [mark === 'changed' ? { ...edge, id: edge.id + GHOST } : edge]
  })
  for (const { id } of ghosts) marks.set(id, 'removed')
  const goneNotes = old.layout.notes.filter(({ id }) => marks.get(NOTE_PREFIX + id) === 'removed')
  const groups = groupsOf(now)
  const goneGroups = groupsOf(old).filter(({ id }) => !groups.some((group) => group.id === id))
  const ghostly = <T>(known: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      ghosts.flatMap(({ id }) => {
        const value = known[withoutGhost(id)]
        return value === undefined ? [] : [[id, value]]
      }),
    )
  return {
    document: {
      ...now,
      nodes,
      edges: [...now.edges, ...ghosts],
      layout: {
        positions: {
          ...now.layout.positions,
          ...Object.fromEntries(gone.map(({ id }) => [id, placeOf(old, id)])),
        },
        notes: [...now.layout.notes, ...goneNotes],
        groups: [...groups, ...goneGroups],
      },
    },
    carried: { ...after.carried, ...ghostly(before.carried) },
    fits: { ...after.fits, ...ghostly(before.fits) },
    marks,
  }
}

/** What a change is about on the canvas: selected there, and brought into sight. */
export function placeOfChange(
  { of, id }: Change,
  { document }: Union,
): { selection: Selection; frame: string[] } {
  const naming = (names: (node: TeamDocument['nodes'][number]) => boolean) => {
    const nodes = document.nodes.filter(names).map((node) => node.id)
    return { selection: { ...NOTHING, nodes }, frame: nodes }
  }
  switch (of) {
    case 'node':
      return { selection: { ...NOTHING, nodes: [id] }, frame: [id] }
    case 'handoff': {
      const edges = document.edges.filter((edge) => edge.id === id || edge.id === id + GHOST)
      return {
        selection: { ...NOTHING, edges: edges.map((edge) => edge.id) },
        frame: edges.flatMap(({ from, to }) => [from.node, to.node]),
      }
    }
    case 'note':
      return { selection: { ...NOTHING, notes: [id] }, frame: [NOTE_PREFIX + id] }
    case 'group':
      return { selection: { ...NOTHING, groups: [id] }, frame: [GROUP_PREFIX + id] }
    case 'team':
      return { selection: NOTHING, frame: [] }
    default:
      // A contract, an agent, a connection, a called team: the nodes that name it.
      return naming((node) => Object.values(node).includes(id))
  }
}
