'use client'

import { CircleX, OctagonPause } from 'lucide-react'
import { counted, figure } from '@/components/ui/counted'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section'
import { SkeletonList } from '@/components/ui/skeleton'
import { formatMoney } from '@/domain/budget/money'
import type { Incident } from './overview-types'

/** What is wrong now, in words. */
export function IncidentList({ incidents }: { incidents: Incident[] | undefined }) {
  return (
    <>
      <SectionHead
        title="Incidents"
        detail={incidents && (incidents.length ? `${figure(incidents.length)} open` : 'none')}
      />
      {!incidents && <SkeletonList rows={1} />}
      <ul>
        {incidents?.map((incident) => {
          const { title, text } = inWords(incident)
          const stopped = incident.kind === 'stopped'
          const Icon = stopped ? OctagonPause : CircleX
          return (
            <li
              key={incident.kind + incident.name}
              className="grid gap-px border-t border-line px-5 pt-2.25 pb-2.5"
            >
              <span className="flex items-center gap-1.25">
                <Icon
                  className={stopped ? 'size-3.5 text-fg-3' : 'size-3.5 text-failed-fg'}
                  strokeWidth={2}
                  aria-hidden
                />
                <b className={stopped ? 'font-label' : 'font-label text-failed-fg'}>{title}</b>
                <RelativeTime at={incident.since} className="ml-auto text-12 text-fg-3" />
              </span>
              <p className="text-12 text-fg-2">{text}</p>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function inWords({ kind, name, count, fallbacks, fallbackMicros }: Incident): {
  title: string
  text: string
} {
  switch (kind) {
    case 'model':
      return {
        title: `${name} fails`,
        text: fallbacks
          ? `${counted(count, 'call')} failed since; ${figure(fallbacks)} went to another model, for ${formatMoney(fallbackMicros)}.`
          : `${counted(count, 'call')} failed since, and none has come through.`,
      }
    case 'effect':
      return {
        title: `${counted(count, 'effect')} with unknown outcome`,
        text: `${name} did not say whether it was done. It is not sent twice; a person must look.`,
      }
    case 'stopped':
      return {
        title: `${name} is stopped`,
        text: 'Its runs stand still, and go on by themselves once somebody resumes it.',
      }
  }
}
