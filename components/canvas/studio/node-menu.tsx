'use client'

import { useStore } from '@xyflow/react'
import { Fragment, useEffect, useState } from 'react'
import { showKeys } from '@/components/shell/show-keys'
import { DropdownMenu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { onlyOne } from '../model/selection'
import { useStudio } from './studio-context'
import { useNodeActs } from './use-node-acts'

const TESTS = ['this', 'from', 'pin'] as const

/** What can be done with a card, at the pointer or at the card; and the keys of trying it. */
export function NodeMenu() {
  const { document, selection, select } = useStudio()
  const canvas = useStore(({ domNode }) => domNode)
  const [at, setAt] = useState<{ x: number; y: number }>()
  const one = onlyOne(selection)
  const node = one?.kind === 'node' ? document.nodes.find(({ id }) => id === one.id) : undefined
  const acts = useNodeActs(node)
  const first = selection.nodes[0]
  const cardOf = (id: string) =>
    canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)

  useEffect(() => {
    if (!canvas) return
    const onMenu = (event: MouseEvent) => {
      const card = event.target instanceof Element && event.target.closest('.react-flow__node-card')
      const id = card instanceof HTMLElement ? card.dataset['id'] : undefined
      if (id === undefined) return
      event.preventDefault()
      if (!selection.nodes.includes(id)) select({ nodes: [id] })
      setAt({ x: event.clientX, y: event.clientY })
    }
    canvas.addEventListener('contextmenu', onMenu)
    return () => canvas.removeEventListener('contextmenu', onMenu)
  }, [canvas, selection, select])

  const openAtCard = () => {
    const box = first === undefined ? undefined : cardOf(first)?.getBoundingClientRect()
    if (box) setAt({ x: box.left + 12, y: box.bottom })
  }
  useHotkeys([
    { keys: 'shift+F10', label: 'What can be done with it', group: 'Studio', run: openAtCard },
    { keys: 'ContextMenu', run: openAtCard },
    // The other keys are bound by the studio, whatever is selected.
    ...acts.flatMap(({ id, label, keys, run }) =>
      keys === undefined
        ? [{ label, run }]
        : TESTS.some((test) => test === id)
          ? [{ keys, label, group: 'Test', run }]
          : [],
    ),
  ])
  if (!at) return null
  return (
    <DropdownMenu
      open
      onOpenChange={() => setAt(undefined)}
      onCloseAutoFocus={(event) => {
        event.preventDefault()
        if (first !== undefined) cardOf(first)?.focus()
      }}
      trigger={
        <span aria-hidden className="fixed size-0 overflow-hidden" style={{ left: at.x, top: at.y }}>
          What can be done
        </span>
      }
    >
      {acts.map(({ id, label, icon, keys, run }) => (
        <Fragment key={id}>
          {(id === 'duplicate' || id === 'remove') && <MenuSeparator />}
          <MenuItem icon={icon} {...(keys !== undefined && { kbd: showKeys(keys) })} onSelect={run}>
            {label}
          </MenuItem>
        </Fragment>
      ))}
    </DropdownMenu>
  )
}
