'use client'

import { useEffect } from 'react'
import { useMay } from '@/components/shell/session'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { KINDS, LOOKS } from '../kinds/looks'
import { onlyOne } from '../model/selection'
import type { DraftStore } from './draft-store'
import { useStudio } from './studio-context'
import { useAdd } from './use-add'
import { useSelectionActs } from './use-selection-acts'
import type { Open } from './use-studio-value'

const GROUP = 'Studio'

/** The studio's keys; each also stands in the palette, the inspector or the bar. */
export function StudioKeys({ store, onOpen }: { store: DraftStore; onOpen: (open: Open) => void }) {
  const { canEdit, selection, select, openNewAgent } = useStudio()
  const mayPublish = useMay('team.publish')
  const add = useAdd()
  const acts = useSelectionActs()
  useClipboard(acts)
  useHotkeys(
    [
      { keys: 'mod+z', label: 'Undo', group: GROUP, run: () => store.undo() },
      { keys: 'mod+shift+z', label: 'Redo', group: GROUP, run: () => store.redo() },
      { keys: 'mod+y', run: () => store.redo() },
      { keys: 'mod+d', label: 'Duplicate', group: GROUP, run: acts.duplicate },
      { keys: 'Delete', label: 'Remove', group: GROUP, run: acts.remove },
      { keys: 'Backspace', run: acts.remove },
      {
        keys: 'a',
        label: 'New agent',
        group: 'Add',
        run: () => openNewAgent((agent) => add({ kind: 'agent', agent })),
      },
      { keys: 'n', label: 'Note', group: 'Add', run: () => add({ kind: 'note' }) },
      ...KINDS.filter((kind) => kind !== 'agent').map((kind) => ({
        keys: LOOKS[kind].key.toLowerCase(),
        label: LOOKS[kind].label,
        group: 'Add',
        run: () => add({ kind }),
      })),
    ],
    canEdit,
  )
  useHotkeys(
    [{ keys: 'p', label: 'Publish', group: GROUP, run: () => onOpen({ kind: 'publish' }) }],
    mayPublish && canEdit,
  )
  useHotkeys([
    { keys: 'Escape', label: 'Select nothing', group: GROUP, run: () => select({}) },
    { keys: 'mod+a', label: 'Select all', group: GROUP, run: () => select(allOf(store)) },
    {
      keys: 'Enter',
      label: 'To the inspector',
      group: GROUP,
      run: () => onlyOne(selection) && focusInspector(),
    },
  ])
  return null
}

function allOf(store: DraftStore) {
  const { document } = store.snapshot().history
  return { nodes: document.nodes.map(({ id }) => id), notes: document.layout.notes.map(({ id }) => id) }
}

function focusInspector(): void {
  const inspector = document.querySelector<HTMLElement>('#inspector')
  const first = inspector?.querySelector<HTMLElement>('input, textarea, [role=combobox], [role=tab]')
  ;(first ?? inspector)?.focus()
}

/** Copy, cut and paste as text, unless someone is typing or has selected text. */
function useClipboard({ copy, paste, remove }: ReturnType<typeof useSelectionActs>): void {
  useEffect(() => {
    const elsewhere = (event: ClipboardEvent) =>
      (event.target instanceof Element &&
        event.target.closest('input, textarea, [contenteditable], [role=dialog]')) ||
      (window.getSelection()?.toString() ?? '') !== ''
    const onCopy = (event: ClipboardEvent) => {
      if (elsewhere(event)) return
      const text = copy()
      if (text === undefined) return
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
      if (event.type === 'cut') remove()
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!elsewhere(event) && paste(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [copy, paste, remove])
}
