'use client'

import { cx } from '@/components/ui/cx'
import { countOf, onlyOne } from '../model/selection'
import { useStudio } from '../studio/studio-context'
import { GroupInspector } from './group-inspector'
import { HandoffInspector } from './handoff-inspector'
import { NodeInspector } from './node-inspector'
import { NoteInspector } from './note-inspector'
import { SeveralInspector } from './several-inspector'
import { TeamInspector } from './team-inspector'

/** Right of the canvas: what is selected, or the team. Escape goes back to the canvas. */
export function Inspector({ className }: { className?: string }) {
  const { document, selection } = useStudio()
  const one = onlyOne(selection)
  const several = countOf(selection) > 1
  const node = one?.kind === 'node' ? document.nodes.find(({ id }) => id === one.id) : undefined
  const edge = one?.kind === 'edge' ? document.edges.find(({ id }) => id === one.id) : undefined
  const note = one?.kind === 'note' ? document.layout.notes.find(({ id }) => id === one.id) : undefined
  const group = one?.kind === 'group' ? document.layout.groups?.find(({ id }) => id === one.id) : undefined
  return (
    <aside
      id="inspector"
      tabIndex={-1}
      aria-label={
        node
          ? `Node ${node.name}`
          : edge
            ? 'Handoff'
            : note
              ? 'Note'
              : group
                ? `Group ${group.name}`
                : several
                  ? 'Selection'
                  : 'Team'
      }
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !one) return
        // The card stays selected: the next Escape lets it go.
        event.preventDefault()
        window.document.querySelector<HTMLElement>(`.react-flow__node[data-id="${one.id}"]`)?.focus()
      }}
      className={cx(
        'flex min-h-0 flex-col overflow-hidden border-l border-line [overflow-wrap:anywhere] outline-none',
        className,
      )}
    >
      {node ? (
        <NodeInspector key={node.id} node={node} />
      ) : edge ? (
        <HandoffInspector key={edge.id} edge={edge} />
      ) : note ? (
        <NoteInspector key={note.id} note={note} />
      ) : group ? (
        <GroupInspector key={group.id} group={group} />
      ) : several ? (
        <SeveralInspector />
      ) : (
        <TeamInspector />
      )}
    </aside>
  )
}
