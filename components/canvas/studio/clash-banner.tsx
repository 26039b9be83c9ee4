'use client'

import { Button } from '@/components/ui/button'
import { plainValue } from '@/components/ui/plain-value'
import { toast } from '@/components/ui/toast'
import { sayClash } from '../model/say-clash'
import type { Draft, OpenClash } from './draft-port'
import { useStudio } from './studio-context'

type Keep = 'mine' | 'theirs'

/** What two people changed differently: both values, who was first, and the choice. Nothing is dropped before it. */
export function ClashBanner({
  draft,
  onSettle,
}: {
  draft: Draft
  onSettle: (key: string, keep: Keep) => boolean
}) {
  const { clashes } = draft
  if (clashes.length === 0) return null
  return (
    <section
      role="alert"
      aria-label="Changed by two"
      className="max-h-64 overflow-auto border-b border-waiting-line bg-waiting-bg"
    >
      <ul>
        {clashes.map((clash) => (
          <li key={clash.key} className="border-b border-waiting-line px-4 py-2 last:border-b-0">
            <Row clash={clash} onSettle={onSettle} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Row({ clash, onSettle }: { clash: OpenClash; onSettle: (key: string, keep: Keep) => boolean }) {
  const { document } = useStudio()
  const { what, happened, values, choices } = sayClash(document, clash)
  const settle = (keep: Keep) => {
    if (!onSettle(clash.key, keep))
      toast({ tone: 'failed', title: 'This cannot be put back any more: what it needs is gone, too.' })
  }
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1">
          <b className="font-strong">{what}:</b> <span className="text-fg-2">{happened}</span>
        </p>
        <Button size="sm" onClick={() => settle('theirs')}>
          {choices.theirs}
        </Button>
        {choices.mine && (
          <Button size="sm" onClick={() => settle('mine')}>
            {choices.mine}
          </Button>
        )}
      </div>
      {values && (
        <dl className="grid grid-cols-2 gap-3 text-12 max-sm:grid-cols-1">
          <Value label="Stands now" value={values.theirs} />
          <Value label="Yours" value={values.mine} />
        </dl>
      )}
    </div>
  )
}

const Value = ({ label, value }: { label: string; value: unknown }) => (
  <div className="min-w-0">
    <dt className="text-fg-3">{label}</dt>
    <dd className="max-h-20 overflow-auto break-words whitespace-pre-line">
      {value === undefined || value === '' ? <span className="text-fg-3">nothing</span> : plainValue(value)}
    </dd>
  </div>
)
