'use client'

import { useEffect } from 'react'
import { useMay } from '@/components/shell/session'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { KINDS, LOOKS } from '../kinds/looks'
import { ALIGNMENTS } from '../model/arrange'
import { isEmpty, onlyOne } from '../model/selection'
import { ARRANGE_KEYS } from './arrange-keys'
import type { DraftStore } from './draft-store'
import { useStudio } from './studio-context'
import type { ShownVersions } from '../versions/use-shown-versions'
import { useAdd } from './use-add'
import { useArrowKeys } from './use-arrow-keys'
import { useSelectionActs } from './use-selection-acts'
import type { Open } from './use-studio-value'

const GROUP = 'Studio'
const ARRANGE = 'Arrange'

/** The studio's keys; each also stands in the palette, the inspector or the bar. */
export function StudioKeys({
  store,
  versions,
  onOpen,
}: {
  store: DraftStore
  versions: ShownVersions
  onOpen: (open: Open) => void
}) {
  const { canEdit, selection, select, openNewAgent, openContract, openDialog } = useStudio()
  const mayPublish = useMay('team.publish')
  const add = useAdd()
  const acts = useSelectionActs()
  useClipboard(acts)
  useArrowKeys(acts.move)
  useHotkeys(
    [
      { keys: 'mod+z', label: 'Undo', group: GROUP, run: () => store.undo() },
      { keys: 'mod+shift+z', label: 'Redo', group: GROUP, run: () => store.redo() },
      { keys: 'mod+y', run: () => store.redo() },
      { keys: 'mod+d', label: 'Duplicate', group: GROUP, run: acts.duplicate },
      { keys: 'Delete', label: 'Remove', group: GROUP, run: acts.remove },
      { keys: 'Backspace', run: acts.remove },
      { keys: 'mod+c', label: 'Copy', group: GROUP },
      ...(isEmpty(selection) ? [] : [{ label: 'Copy', run: () => void acts.copy() }]),
      { keys: 'mod+x', label: 'Cut', group: GROUP },
      { keys: 'mod+v', label: 'Paste', group: GROUP },
      {
        keys: 's',
        label: 'Hand over to…',
        group: GROUP,
        run: () => {
          const one = onlyOne(selection)
          if (one?.kind === 'node') openDialog({ kind: 'hand-over', node: one.id })
        },
      },
      { keys: 'Arrows', label: 'Move what is selected', group: ARRANGE },
      { keys: 'shift+Arrows', label: 'Move it further', group: ARRANGE },
      { keys: 'alt', label: 'Drag without jumping into line', group: ARRANGE },
      ...ALIGNMENTS.map((to) => ({
        keys: ARRANGE_KEYS[to],
        label: `Align ${to}`,
        group: ARRANGE,
        run: () => acts.align(to),
      })),
      ...(['across', 'down'] as const).map((direction) => ({
        keys: ARRANGE_KEYS[direction],
        label: `Equal gaps ${direction}`,
        group: ARRANGE,
        run: () => acts.distribute(direction),
      })),
      { keys: 'mod+g', label: 'Group', group: ARRANGE, run: acts.group },
      { keys: 'mod+shift+g', label: 'Ungroup', group: ARRANGE, run: acts.ungroup },
      {
        keys: 'mod+shift+e',
        label: 'Make a team of these',
        group: ARRANGE,
        run: () => {
          if (acts.meant.length > 0) openDialog({ kind: 'extract', nodes: acts.meant })
        },
      },
      {
        keys: 'a',
        label: 'New agent',
        group: 'Add',
        run: () => openNewAgent((agent) => add({ kind: 'agent', agent })),
      },
      { label: 'New contract', run: () => openContract({ done: () => undefined }) },
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
    { keys: 'Tab', label: 'To the next card or handoff in sight', group: GROUP },
    { keys: 'shift+v', label: 'Versions', group: GROUP, run: () => versions.show(undefined) },
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
function useClipboard({ copyInto, paste, remove }: ReturnType<typeof useSelectionActs>): void {
  useEffect(() => {
    const elsewhere = (event: ClipboardEvent) =>
      (event.target instanceof Element &&
        event.target.closest('input, textarea, [contenteditable], [role=dialog]')) ||
      (window.getSelection()?.toString() ?? '') !== ''
    const onCopy = (event: ClipboardEvent) => {
      if (elsewhere(event) || !copyInto(event.clipboardData)) return
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
  }, [copyInto, paste, remove])
}
