'use client'

import { Copy, CopyPlus, Trash2 } from 'lucide-react'
import { showKeys } from '@/components/shell/show-keys'
import { Button } from '@/components/ui/button'
import { useStudio } from '../studio/studio-context'
import { useSelectionActs } from '../studio/use-selection-acts'
import { InspectorHead } from './inspector-head'

export function SeveralInspector() {
  const { document, selection, canEdit } = useStudio()
  const { copy, duplicate, remove } = useSelectionActs()
  const names = document.nodes.filter(({ id }) => selection.nodes.includes(id)).map(({ name }) => name)
  const count = selection.nodes.length + selection.edges.length + selection.notes.length
  return (
    <>
      <InspectorHead kind="Selection" name={`${count} things`} />
      <div className="grid gap-3 border-t border-line px-4 py-3.5">
        {names.length > 0 && <p className="text-fg-2">{names.join(', ')}</p>}
        <div className="flex flex-wrap gap-2">
          <Button icon={Copy} kbd={showKeys('mod+c')} onClick={copy}>
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
      </div>
    </>
  )
}
