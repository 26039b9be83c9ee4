'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { eventAddress, eventExample } from '@/components/events/event-call'
import { useTRPC } from '@/components/shell/trpc'
import { curlExample } from '@/components/triggers/curl-example'
import { Copyable } from '@/components/triggers/copyable'
import { refOf, type ContractRef } from '@/domain/contract/contract'
import { isEventName } from '@/domain/event/event'
import { useStudio } from '../../studio/studio-context'

/** Where such an event is sent, and a signed call with an example of what it brings. */
export function HowToSend({ event, produces }: { event: string; produces: ContractRef | undefined }) {
  const { document } = useStudio()
  const { data: sources = [] } = useQuery(useTRPC().events.sources.queryOptions())
  if (!isEventName(event)) return null
  const source = sources.find(({ events, enabled }) => enabled && (!events.length || events.includes(event)))
  const address = eventAddress(source?.path, event)
  const contract = document.contracts.find((each) => refOf(each) === produces)
  return (
    <div className="grid gap-2">
      <Copyable
        label="Where it is sent"
        text={address}
        hint="POST, signed by an event source as Standard Webhooks has it. It answers how many waits it woke."
      />
      <Copyable
        label="A signed call"
        text={curlExample({ address, key: 'whsec_…', body: eventExample(event, contract?.schema) })}
        block
      />
      <p className="text-12 text-fg-3">
        {source ? `As the source ${source.name}. ` : 'No event source may send it yet. '}
        <Link href="/settings#event-sources" className="text-accent-fg underline underline-offset-2">
          Event sources
        </Link>{' '}
        hold the keys; programs with a token send to <code className="font-mono">/api/v1/events</code>.
      </p>
    </div>
  )
}
