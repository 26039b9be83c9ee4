'use client'

import Link from 'next/link'
import { useState } from 'react'
import { AccessDialog } from '@/components/policies/access-dialog'
import { DecideOffDialog } from '@/components/second-person/decide-off-dialog'
import { SECOND_PERSON_WORDS } from '@/components/second-person/words'
import { deedInWords } from '@/domain/policy/deed-words'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ListRowProps } from '@/components/ui/use-list-keys'
import type { WaitingPermits } from '../inbox-types'

type Request = WaitingPermits['access'][number]
type OffRequest = WaitingPermits['off'][number]

const ROW =
  'grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-px border-b border-line px-3.5 pt-2.25 pb-2.5 text-left -outline-offset-2 hover:bg-hover'

/** What policies are asked to permit, policies and second persons that this person decides on, above the reviews. */
export function InboxPermits({
  permits: { access, policies, off },
  rowProps,
}: {
  permits: WaitingPermits
  /** By place among them: policies first, what turns a second person off last. */
  rowProps: (index: number) => ListRowProps
}) {
  const [deciding, setDeciding] = useState<Request>()
  const [turning, setTurning] = useState<OffRequest>()
  return (
    <>
      {policies.length > 0 && (
        <section aria-label="Policies to approve">
          <Head>Policies to approve</Head>
          <ul>
            {policies.map(({ id, number, note, proposedBy, proposedAt }, index) => (
              <li key={id}>
                <Link {...rowProps(index)} href={`/policies?part=versions&version=${id}`} className={ROW}>
                  <b className="font-label">Approve version {number} of the policies</b>
                  <RelativeTime at={proposedAt} className="text-12 leading-5 text-fg-3" />
                  {note && (
                    <span className="col-span-2 truncate text-fg-2" title={note}>
                      {note}
                    </span>
                  )}
                  <span className="col-span-2 truncate text-12 text-fg-3">proposed by {proposedBy}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {access.length > 0 && (
        <section aria-label="Asked to be permitted">
          <Head>Asked to be permitted</Head>
          <ul>
            {access.map((request, index) => (
              <li key={request.id}>
                <button
                  type="button"
                  {...rowProps(policies.length + index)}
                  className={ROW}
                  onClick={() => setDeciding(request)}
                >
                  <b className="line-clamp-2 font-label break-words">
                    Let {request.who} {deedInWords(request)}?
                  </b>
                  <RelativeTime at={request.askedAt} className="text-12 leading-5 text-fg-3" />
                  <span className="col-span-2 truncate text-fg-2" title={request.reason}>
                    {request.reason}
                  </span>
                  <span className="col-span-2 truncate text-12 text-fg-3">
                    asked by {request.askedBy.name}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {off.length > 0 && (
        <section aria-label="Asked to go on without a second person">
          <Head>Asked to go on without a second person</Head>
          <ul>
            {off.map((request, index) => (
              <li key={request.id}>
                <button
                  type="button"
                  {...rowProps(policies.length + access.length + index)}
                  className={ROW}
                  onClick={() => setTurning(request)}
                >
                  <b className="line-clamp-2 font-label break-words">
                    Let one person {SECOND_PERSON_WORDS[request.what].without}?
                  </b>
                  <RelativeTime at={request.askedAt} className="text-12 leading-5 text-fg-3" />
                  <span className="col-span-2 truncate text-fg-2">{request.reason}</span>
                  <span className="col-span-2 truncate text-12 text-fg-3">asked by {request.askedBy}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {turning && <DecideOffDialog key={turning.id} off={turning} onClose={() => setTurning(undefined)} />}
      {deciding && (
        <AccessDialog key={deciding.id} request={deciding} onClose={() => setDeciding(undefined)} />
      )}
    </>
  )
}

function Head({ children }: { children: string }) {
  return <h2 className="border-b border-line bg-sunken px-3.5 py-1.25 text-12 text-fg-3">{children}</h2>
}
