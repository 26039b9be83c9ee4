'use client'

import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section'
import { AccessDialog } from './access-dialog'
import { deedOf } from '@/domain/policy/deed-words'
import type { AccessLine } from './policy-types'

/** What is asked for: each decided by an admin who did not ask for it. */
export function AccessList({ access: { open } }: { access: { open: readonly AccessLine[] } }) {
  const mayDecide = useMay('policy.edit')
  const [deciding, setDeciding] = useState<AccessLine>()
  if (open.length === 0 && !deciding) return null
  return (
    <section aria-label="Asked for" className="border-b border-line">
      <SectionHead title="Asked for" detail="also in the inbox of those who decide" />
      <ul>
        {open.map((request) => {
          const { deed, what } = deedOf(request)
          return (
            <li
              key={request.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-5 py-2 max-sm:px-4"
            >
              <span className="grid min-w-60 flex-1 gap-0.5">
                <span>
                  <b className="font-label">{request.who}</b> wants to {deed}{' '}
                  {what && <code className="font-mono text-12">{what}</code>}
                </span>
                <span className="text-12 text-fg-3 [overflow-wrap:anywhere]">
                  {request.askedBy.name}, <RelativeTime at={request.askedAt} />: {request.reason}
                </span>
              </span>
              {request.mine ? (
                <span className="text-12 text-fg-3">Yours: an admin decides</span>
              ) : (
                mayDecide && <Button onClick={() => setDeciding(request)}>Decide…</Button>
              )}
            </li>
          )
        })}
      </ul>
      {deciding && (
        <AccessDialog key={deciding.id} request={deciding} onClose={() => setDeciding(undefined)} />
      )}
    </section>
  )
}
