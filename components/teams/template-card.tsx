'use client'

import { GraphPicture } from '@/components/canvas/picture/graph-picture'
import { Kbd } from '@/components/ui/kbd'
import type { ListedTemplate } from './team-types'

const several = (count: number, word: string): string => `${word}${count === 1 ? '' : 's'}`

/** A template: its picture, what it does, and what it comes to. The whole card is the button. */
export function TemplateCard({ template, onUse }: { template: ListedTemplate; onUse: () => void }) {
  const { name, about, graph, agents, gates, worstCalls } = template
  return (
    <li>
      <button
        type="button"
        onClick={onUse}
        aria-label={`Use ${name}`}
        className="group/template grid w-full grid-rows-[132px_auto] overflow-hidden rounded-8 border border-line-strong text-left hover:border-fg-3"
      >
        <span className="grid place-items-center border-b border-line bg-sunken px-3">
          <GraphPicture graph={graph} title={`Graph of ${name}`} className="max-h-28" />
        </span>
        <span className="grid gap-1 px-3.5 pt-2.5 pb-3">
          <span className="flex min-h-6 items-center gap-2">
            <b className="min-w-0 flex-1 truncate text-14 font-strong">{name}</b>
            <span
              aria-hidden
              className="hidden h-6 items-center gap-1.5 rounded-6 bg-accent px-2 text-12 font-label text-on-accent group-hover/template:inline-flex group-focus-visible/template:inline-flex"
            >
              Use <Kbd keys="↵" onAccent />
            </span>
          </span>
          <span className="line-clamp-3 min-h-15 text-fg-2">{about}</span>
          <span className="flex gap-3 text-12 whitespace-nowrap text-fg-3">
            <span>
              <b className="font-label text-fg">{agents.length}</b> {several(agents.length, 'agent')}
            </span>
            <span>
              <b className="font-label text-fg">{gates}</b> {several(gates, 'gate')}
            </span>
            {worstCalls !== null && (
              <span className="ml-auto">
                at most <b className="font-label text-fg">{worstCalls}</b> calls a run
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  )
}
