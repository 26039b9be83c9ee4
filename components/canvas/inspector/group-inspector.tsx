'use client'

import { Group as GroupIcon, Ungroup, Workflow } from 'lucide-react'
import { showKeys } from '@/components/shell/show-keys'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import type { Group } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import { LOOKS } from '../kinds/looks'
import { useStudio } from '../studio/studio-context'
import { useFrame } from '../studio/use-frame'
import { useSelectionActs } from '../studio/use-selection-acts'
import { ArrangeSection } from './arrange-section'
import { Section } from './fields/section'
import { TextField } from './fields/text-field'
import { InspectorBody } from './inspector-body'
import { InspectorHead } from './inspector-head'

/** A frame on the canvas: its name, who is in it, and what is done with all of them. */
export function GroupInspector({ group }: { group: Group }) {
  const { document, edit, canEdit, openDialog } = useStudio()
  const { ungroup } = useSelectionActs()
  const members = document.nodes.filter(({ id }) => group.nodes.includes(id))
  return (
    <>
      <InspectorHead kind="Group" icon={GroupIcon} name={group.name} />
      <InspectorBody of={group.name} leads={<Members nodes={members} />}>
        <TextField
          label="Name"
          required
          value={group.name}
          hint="For the eye: runs never see it."
          onCommit={(name) =>
            name.trim() && edit({ type: 'group.put', group: { ...group, name: name.trim().slice(0, 80) } })
          }
        />
        {canEdit && (
          <>
            <ArrangeSection count={members.length} />
            <div className="flex flex-wrap gap-2 border-t border-line pt-3.5">
              <Button icon={Ungroup} kbd={showKeys('mod+shift+g')} onClick={ungroup}>
                Ungroup
              </Button>
              <Button icon={Workflow} onClick={() => openDialog({ kind: 'extract', nodes: group.nodes })}>
                Make a team of these
              </Button>
            </div>
          </>
        )}
      </InspectorBody>
    </>
  )
}

/** Who is in it; a press leads there. */
function Members({ nodes }: { nodes: readonly TeamNode[] }) {
  const { select } = useStudio()
  const frame = useFrame()
  return (
    <Section title={counted(nodes.length, 'node')}>
      <ul aria-label="In the group">
        {nodes.map((node) => {
          const Icon = LOOKS[node.kind].icon
          return (
            <li key={node.id}>
              <button
                type="button"
                onClick={() => {
                  select({ nodes: [node.id] })
                  frame([node.id])
                }}
                className="flex h-6.5 w-full items-center gap-2 rounded-6 px-1.5 text-left hover:bg-hover"
              >
                <Icon className="size-4 shrink-0 text-fg-3" aria-hidden />
                <span className="min-w-0 flex-1 truncate">{node.name}</span>
              </button>
            </li>
          )
        })}
      </ul>
      <p className="text-12 text-fg-3">A card that is dropped into the frame joins it.</p>
    </Section>
  )
}
