'use client'

import { Lightbulb } from 'lucide-react'
import Link from 'next/link'
import { counted } from '@/components/ui/counted'
import type { WaitsForLeave } from './settings-types'

const MOST_NAMED = 3

/** Agents whose runs wait for leave because the models that are on are dearer than their tier, and what to do. */
export function LeaveAdvice({ waiting }: { waiting: readonly WaitsForLeave[] }) {
  if (waiting.length === 0) return null
  const named = waiting.slice(0, MOST_NAMED)
  const others = waiting.length - named.length
  return (
    <div className="flex items-start gap-2 border-b border-line bg-sunken px-5 py-2.5 text-fg-2 max-sm:px-4">
      <Lightbulb className="mt-0.5 size-4 shrink-0 text-fg-3" aria-hidden />
      <p>
        <b className="font-label text-fg">
          {counted(waiting.length, 'agent')} {waiting.length === 1 ? 'waits' : 'wait'} for leave in every run.
        </b>{' '}
        The model that would answer is dearer than the agent’s tier:{' '}
        {named.map(({ slug, name, tier, model }, at) => (
          <span key={slug}>
            {at > 0 && ', '}
            <Link href={`/agents?agent=${slug}`} className="rounded-4 text-accent-fg hover:underline">
              {name}
            </Link>{' '}
            ({tier}, by {model})
          </span>
        ))}
        {others > 0 && ` and ${counted(others, 'other')}`}. Turn a model of their tier on here, or{' '}
        <Link href="/costs#dearer-models" className="rounded-4 text-accent-fg hover:underline">
          give standing leave
        </Link>
        .
      </p>
    </div>
  )
}
