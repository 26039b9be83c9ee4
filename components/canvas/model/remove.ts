import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import type { Selection } from './selection'

/** One edit that removes all that is selected; undefined when nothing is. */
export function removeSelected(document: TeamDocument, selection: Selection): Command | undefined {
  const nodes = selection.nodes.filter((id) => document.nodes.some((node) => node.id === id))
  // A node takes its handoffs with it.
  const edges = document.edges.filter(
    (edge) =>
      selection.edges.includes(edge.id) && !nodes.includes(edge.from.node) && !nodes.includes(edge.to.node),
  )
  const notes = selection.notes.filter((id) => document.layout.notes.some((note) => note.id === id))
  // The frame alone: what is in a group is removed when it is selected itself.
  const groups = selection.groups.filter((id) => document.layout.groups?.some((group) => group.id === id))
  const commands: Command[] = [
    ...groups.map((id): Command => ({ type: 'group.remove', id })),
    ...edges.map(({ id }): Command => ({ type: 'edge.remove', id })),
    ...nodes.map((id): Command => ({ type: 'node.remove', id })),
    ...notes.map((id): Command => ({ type: 'note.remove', id })),
  ]
  if (commands.length === 0) return undefined
  return {
    type: 'batch',
    label: commands.length === 1 ? 'Remove' : `Remove ${commands.length} things`,
    commands,
  }
}
