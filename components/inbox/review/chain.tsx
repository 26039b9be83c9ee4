'use client'

import { UserRound } from 'lucide-react'
import { useState } from 'react'
import { LOOKS } from '@/components/canvas/kinds/looks'
import { Money } from '@/components/ui/money'
import { formatUtc } from '@/components/ui/format-time'
import { useAnswers, useSession } from '@/components/shell/session'
import type { ChainLink } from '@/domain/run/review'
import type { NodeKind } from '@/domain/team/node'
import type { Review } from '../inbox-types'
import { Part } from './part'

const LONG = 150

/** Who decided what before it came here, oldest first. */
export function Chain({ review }: { review: Review }) {
  const { workspace } = useSession()
  const answers = useAnswers()
  const zone = workspace?.timeZone ?? 'UTC'
  const mine = !review.barred && answers.includes(review.kind)
  const decider = mine ? 'You' : review.kind === 'budget' ? 'An admin' : 'A reviewer'
  return (
    <Part title="How it came here">
      <ol>
        {review.view.chain.map((link) => (
          <Link key={`${link.node} ${link.iteration} ${link.at}`} link={link} zone={zone} />
        ))}
        <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2">
          <span className="grid size-5 place-items-center rounded-4 bg-waiting-bg text-waiting-fg">
            <UserRound className="size-3" aria-hidden />
          </span>
          <b className="font-label">
            {review.decidedBy?.name ?? (review.status === 'open' ? decider : 'Nobody')}
          </b>
          <span className="col-start-2 text-12 text-fg-2">{review.node.name}</span>
        </li>
      </ol>
    </Part>
  )
}

function Link({ link, zone }: { link: ChainLink; zone: string }) {
  const [whole, setWhole] = useState(false)
  const Icon = LOOKS[link.kind as NodeKind]?.icon ?? LOOKS.agent.icon
  const at = new Date(link.at)
  const long = link.says.length > LONG
  return (
    <li className="relative grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 pb-2.25 before:absolute before:top-5.25 before:-bottom-px before:left-[9.5px] before:w-px before:bg-line-strong">
      <span className="grid size-5 place-items-center rounded-4 bg-press text-fg-2">
        <Icon className="size-3" aria-hidden />
      </span>
      <span className="flex min-w-0 gap-1.5">
        <span className="min-w-0 truncate" title={link.name}>
          {link.name}
        </span>
        {link.iteration > 1 && <span className="shrink-0 text-fg-3">×{link.iteration}</span>}
        <span className="ml-auto flex shrink-0 gap-2 text-12 leading-5 text-fg-3">
          {link.costMicros !== '0' && <Money micros={link.costMicros} />}
          <time dateTime={link.at} title={formatUtc(at)}>
            {at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })}
          </time>
        </span>
      </span>
      <span className="col-start-2 text-12 break-words text-fg-2">
        {long && !whole ? `${link.says.slice(0, LONG).trimEnd()}… ` : link.says}
        {long && (
          <button
            type="button"
            onClick={() => setWhole(!whole)}
            aria-expanded={whole}
            className="min-h-6 rounded-4 px-0.5 font-label text-fg hover:underline max-md:min-h-11"
          >
            {whole ? 'less' : 'more'}
          </button>
        )}
        {link.confidence !== undefined && (
          <span className="text-fg-3"> Confidence {link.confidence.toFixed(2)}</span>
        )}
      </span>
    </li>
  )
}
