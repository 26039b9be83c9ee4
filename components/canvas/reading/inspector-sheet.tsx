'use client'

import { ChevronLeft, ChevronRight, MessageSquare } from 'lucide-react'
import { useMemo } from 'react'
import { figure } from '@/components/ui/counted'
import { IconButton } from '@/components/ui/icon-button'
import { Sheet } from '@/components/ui/sheet'
import { Inspector } from '../inspector/inspector'
import { inOrder } from '../model/in-order'
import { isEmpty, onlyOne } from '../model/selection'
import { useStudio } from '../studio/studio-context'
import { useTogether } from '../together/together'

/** What is selected, or the team itself, over its list; one goes on from node to node within it. */
export function InspectorSheet({
  isCovered,
  about,
  onClose,
}: {
  isCovered: boolean
  /** The team itself is asked for, where nothing is selected. */
  about: boolean
  onClose: () => void
}) {
  const { document, selection, select } = useStudio()
  const { open: comments, setOpen: setComments } = useTogether()
  const { nodes, edges } = document
  const ordered = useMemo(() => inOrder({ nodes, edges }), [nodes, edges])
  const one = onlyOne(selection)
  const at = one?.kind === 'node' ? ordered.findIndex(({ id }) => id === one.id) : -1
  const step = (by: 1 | -1) => {
    const next = ordered[at + by]
    if (next) select({ nodes: [next.id] })
  }
  const sayable = one?.kind === 'node' || one?.kind === 'edge'
  return (
    <Sheet
      side="bottom"
      open={(about || !isEmpty(selection)) && !comments && !isCovered}
      onOpenChange={(open) => !open && onClose()}
      title={
        at >= 0
          ? `${figure(at + 1)} of ${figure(ordered.length)}`
          : isEmpty(selection)
            ? 'About'
            : 'In this team'
      }
      actions={
        <>
          {at >= 0 && (
            <>
              <IconButton
                icon={ChevronLeft}
                size="touch"
                label="The node before"
                disabled={at === 0}
                onClick={() => step(-1)}
              />
              <IconButton
                icon={ChevronRight}
                size="touch"
                label="The next node"
                disabled={at === ordered.length - 1}
                onClick={() => step(1)}
              />
            </>
          )}
          {sayable && (
            <IconButton icon={MessageSquare} size="touch" label="Comment" onClick={() => setComments(true)} />
          )}
        </>
      }
    >
      <Inspector className="border-l-0" />
    </Sheet>
  )
}
