'use client'

import { Copy, CopyPlus, Group, Trash2, Workflow } from 'lucide-react'
import { showKeys } from '@/components/shell/show-keys'
import { Button } from '@/components/ui/button'
import { countOf } from '../model/selection'
import { useStudio } from '../studio/studio-context'
import { useSelectionActs } from '../studio/use-selection-acts'
import { ArrangeSection } from './arrange-section'
import { InspectorHead } from './inspector-head'

/** So many are named; of more it is said how many there are. */
const MOST_NAMED = 12

export function SeveralInspector() {
  const { document, selection, canEdit, openDialog } = useStudio()
  const { meant, copy, duplicate, remove, group } = useSelectionActs()
  const chosen = new Set(meant)
  const names = document.nodes.filter(({ id }) => chosen.has(id)).map(({ name }) => name)
  const more = names.length - MOST_NAMED
  return (
    <>
      <InspectorHead kind="Selection" name={`${countOf(selection)} things`} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line px-4 py-3.5">
        {names.length > 0 && (
          <p className="text-fg-2">
            {names.slice(0, MOST_NAMED).join(', ')}
            {more > 0 && ` and ${more} more`}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button icon={Copy} kbd={showKeys('mod+c')} onClick={() => void copy()}>
            Copy
          </Button>
          {canEdit && (
            <>
              <Button icon={CopyPlus} kbd={showKeys('mod+d')} onClick={duplicate}>
                Duplicate
              </Button>
              <Button icon={Trash2} kbd="⌫" onClick={remove}>
                Remove
              </Button>
            </>
          )}
        </div>
        <p className="text-12 text-fg-3">What is copied is text: it can be pasted into another team.</p>
        {canEdit && <ArrangeSection count={meant.length} />}
        {canEdit && meant.length > 0 && (
          <div className="flex flex-wrap gap-2 border-t border-line pt-3.5">
            <Button icon={Group} kbd={showKeys('mod+g')} onClick={group}>
              Group
            </Button>
            <Button icon={Workflow} onClick={() => openDialog({ kind: 'extract', nodes: meant })}>
              Make a team of these
            </Button>
          </div>
        )}
      </div>
    </>
  )
}
