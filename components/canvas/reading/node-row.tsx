'use client'

import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import type { TeamNode } from '@/domain/team/node'
import { RUN_EDGE } from '../flow/run-line'
import type { CardFacts } from '../kinds/card-props'
import { NodeCardContent } from '../kinds/registry'
import { useStudio } from '../studio/studio-context'
import type { Thread } from '../together/together'
import { SaidHere } from './said-here'

/** A node as its card shows it, with its agent's job, what is said about it, and the handoffs that leave it. */
export function NodeRow({
  node,
  facts,
  group,
  threads,
  children,
}: {
  node: TeamNode
  facts: CardFacts | undefined
  /** The name of the frame that it stands in. */
  group: string | undefined
  threads: Thread[] | undefined
  /** The handoffs that leave it. */
  children: ReactNode
}) {
  const { select } = useStudio()
  if (!facts) return null
  return (
    <li className="border-t border-line py-1.5 [contain-intrinsic-size:auto_140px] [content-visibility:auto]">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => select({ nodes: [node.id] })}
        className={cx(
          'grid w-full grid-cols-[minmax(0,1fr)_16px] items-center gap-1 pr-4 pl-1.5 text-left -outline-offset-2 hover:bg-hover',
          facts.run && RUN_EDGE[facts.run.status],
          facts.run?.status === 'idle' && 'border-l-3 border-l-line text-fg-3',
        )}
      >
        <span className="grid gap-0.5 pb-1">
          <span className="h-16">
            <NodeCardContent node={node} facts={facts} />
          </span>
          {facts.agent && <span className="line-clamp-3 px-2.5 text-fg-2">{facts.agent.job}</span>}
          {group && <span className="px-2.5 text-12 text-fg-3">In the group {group}</span>}
        </span>
        <ChevronRight className="size-4 text-fg-3" aria-hidden />
      </button>
      <SaidHere threads={threads} about={node.name} />
      {children && (
        <ul aria-label={`Handoffs of ${node.name}`} className="pl-4">
          {children}
        </ul>
      )}
    </li>
  )
}
