'use client'

import { Panel } from '@xyflow/react'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { figure } from '@/components/ui/counted'
import { IconButton } from '@/components/ui/icon-button'
import { SearchInput } from '@/components/ui/input'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { hitsOf, type Hit } from '../model/find'
import { useStudio } from '../studio/studio-context'
import { useFrame } from '../studio/use-frame'
import { GROUP_PREFIX, NOTE_PREFIX } from './flow-types'

/** Finds what stands on the canvas: Enter goes from one to the next and brings it into sight. */
export function FindBar() {
  const [open, setOpen] = useState(false)
  useHotkeys([
    { keys: 'mod+f', label: 'Find on the canvas, to any card', group: 'Studio', run: () => setOpen(true) },
  ])
  return open ? <Finder onClose={() => setOpen(false)} /> : null
}

const PREFIX: Record<Hit['part'], string> = { nodes: '', notes: NOTE_PREFIX, groups: GROUP_PREFIX }

function Finder({ onClose }: { onClose: () => void }) {
  const { document, surroundings, select } = useStudio()
  const frame = useFrame()
  const [text, setText] = useState('')
  const [at, setAt] = useState<number>()
  const hits = useMemo(
    () => hitsOf(document, surroundings.agents, text),
    [document, surroundings.agents, text],
  )
  const here = at === undefined ? undefined : hits[at]
  const go = (step: 1 | -1) => {
    if (hits.length === 0) return
    const from = at ?? (step > 0 ? -1 : 0)
    const next = (from + step + hits.length) % hits.length
    const hit = hits[next]
    setAt(next)
    if (!hit) return
    select({ [hit.part]: [hit.id] })
    frame([PREFIX[hit.part] + hit.id])
  }
  const close = () => {
    onClose()
    // Where the search ended one goes on by keys.
    const id = here && PREFIX[here.part] + here.id
    if (id !== undefined)
      window.document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Panel position="top-left" className="!m-3">
      <div
        role="search"
        aria-label="On the canvas"
        className="grid w-90 max-w-[calc(100vw-24px)] grid-cols-[minmax(0,1fr)] gap-1 rounded-8 border border-line-strong bg-raised p-1.5 shadow-pop"
        onKeyDown={onKeyDown}
      >
        <div className="flex items-center gap-0.5">
          <SearchInput
            label="Find on the canvas"
            placeholder="Node, agent, contract, note, expression"
            className="min-w-0 flex-1"
            autoFocus
            value={text}
            onValueChange={(next) => {
              setText(next)
              setAt(undefined)
            }}
          />
          <IconButton icon={ChevronUp} label="Previous" kbd="⇧↵" onClick={() => go(-1)} />
          <IconButton icon={ChevronDown} label="Next" kbd="↵" onClick={() => go(1)} />
          <IconButton icon={X} label="Close" kbd="Esc" onClick={close} />
        </div>
        <p role="status" className="flex min-h-4 gap-2 px-1 text-12 text-fg-3">
          {text.trim() !== '' && (
            <>
              <span className="shrink-0">
                {hits.length === 0
                  ? 'Nothing here says that.'
                  : at === undefined
                    ? `${figure(hits.length)} found`
                    : `${figure(at + 1)} of ${figure(hits.length)}`}
              </span>
              {here && (
                <span className="min-w-0 truncate" title={here.excerpt}>
                  {here.name}
                  {here.where !== 'Name' && here.where !== 'Note' && (
                    <>
                      {' · '}
                      {here.where}: <span className="font-mono">{here.excerpt}</span>
                    </>
                  )}
                </span>
              )}
            </>
          )}
        </p>
      </div>
    </Panel>
  )
}
