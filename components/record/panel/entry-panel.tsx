'use client'

import { useQuery } from '@tanstack/react-query'
import { BadgeCheck, CircleDashed, ShieldX, X } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { IdText } from '@/components/ui/id-text'
import { Skeleton, SkeletonList } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { formatMoney } from '@/domain/budget/money'
import { checkProof, type CheckedProof } from '../proof/check-proof'
import type { EntryDetail } from '../record-types'
import { sayEntry } from '../words/say-entry'
import { sentenceText } from '../words/sentence'
import { EntryTab } from './entry-tab'
import { LedToTab } from './led-to-tab'
import { ProofTab } from './proof-tab'
import { WhyTab } from './why-tab'

type Tab = 'why' | 'led' | 'entry' | 'proof'

/** One entry beside the list: why, what it led to, its bytes, its proof. */
export function EntryPanel({
  id,
  onOpen,
  onClose,
}: {
  id: string
  onOpen: (entry: string) => void
  onClose: () => void
}) {
  const trpc = useTRPC()
  const [tab, setTab] = useState<Tab>('why')
  const { data: entry, error, refetch, isFetching } = useQuery(trpc.record.get.queryOptions({ id }))
  const { data: why } = useQuery(trpc.record.why.queryOptions({ id }))
  const { data: checked } = useQuery({
    queryKey: ['record-proof', id, entry?.body, entry?.storedHash, entry?.proven?.note],
    enabled: entry !== undefined,
    staleTime: Infinity,
    placeholderData: (before: CheckedProof | undefined) => before,
    queryFn: () => checkProof(entry as EntryDetail),
  })
  return (
    <aside
      aria-label="Entry"
      className="grid min-h-0 w-110 shrink-0 grid-rows-[auto_minmax(0,1fr)] border-l border-line bg-page max-md:absolute max-md:inset-0 max-md:z-panel max-md:w-auto max-md:border-l-0"
    >
      {error && !entry ? (
        <>
          <div className="flex justify-end p-2">
            <IconButton icon={X} label="Close" kbd="Esc" onClick={onClose} />
          </div>
          <ErrorState title="This entry could not be read" onRetry={refetch} retrying={isFetching}>
            {messageOf(error)}
          </ErrorState>
        </>
      ) : !entry ? (
        <>
          <div className="grid gap-2 border-b border-line px-4 py-3">
            <Skeleton className="w-40" />
            <Skeleton className="h-4 w-64" />
          </div>
          <SkeletonList rows={5} />
        </>
      ) : (
        <>
          <Head entry={entry} checked={checked} onClose={onClose} />
          <Tabs
            label="Entry"
            value={tab}
            onValueChange={setTab}
            items={[
              {
                value: 'why',
                label: 'Why',
                content: <WhyTab entry={entry} why={why} checked={checked} onOpen={onOpen} />,
              },
              {
                value: 'led',
                label: 'Led to',
                ...(why ? { count: why.ledTo.length } : {}),
                content: <LedToTab entries={why?.ledTo ?? []} onOpen={onOpen} />,
              },
              { value: 'entry', label: 'Entry', content: <EntryTab entry={entry} /> },
              { value: 'proof', label: 'Proof', content: <ProofTab entry={entry} checked={checked} /> },
            ]}
          />
        </>
      )}
    </aside>
  )
}

function Head({
  entry,
  checked,
  onClose,
}: {
  entry: EntryDetail
  checked: CheckedProof | undefined
  onClose: () => void
}) {
  return (
    <header className="grid gap-px border-b border-line py-2 pr-2 pl-4">
      <div className="flex items-center gap-2">
        <span className="inline-flex items-center gap-2 font-mono text-12 text-fg-3">
          {entry.number !== null && `#${entry.number.toLocaleString('en-US')}`}
          <IdText id={entry.entryId} label="entry id" className="text-fg-3" />
        </span>
        <span className="ml-auto">
          <State entry={entry} checked={checked} />
        </span>
        <IconButton icon={X} label="Close" kbd="Esc" size="sm" onClick={onClose} />
      </div>
      <h2 className="pr-2 text-14 font-strong">
        {entry.actor.name} {lowerFirst(sentenceText(sayEntry(entry)))}
      </h2>
      <span className="text-12 text-fg-3">{factsOf(entry).join(', ')}</span>
    </header>
  )
}

function State({ entry, checked }: { entry: EntryDetail; checked: CheckedProof | undefined }) {
  if (!entry.proven && checked?.sound !== false)
    return (
      <span className="inline-flex items-center gap-1.25 text-fg-3">
        <CircleDashed className="size-3.5" strokeWidth={2} aria-hidden /> Next checkpoint
      </span>
    )
  if (!checked) return <Skeleton className="w-16" />
  const [Icon, look, word] = checked.sound
    ? ([BadgeCheck, 'text-done-fg', 'Proven'] as const)
    : checked.sound === false
      ? ([ShieldX, 'text-failed-fg', 'Does not hold'] as const)
      : ([CircleDashed, 'text-fg-3', 'Not checked here'] as const)
  return (
    <span role="status" className={`inline-flex items-center gap-1.25 font-label ${look}`}>
      <Icon className="size-3.5" strokeWidth={2} aria-hidden /> {word}
    </span>
  )
}

function factsOf({ at, data, run, team, iteration, attempt }: EntryDetail): string[] {
  const money = data['cost_micros']
  return [
    `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 19)} UTC`,
    typeof data['confidence'] === 'number' ? `confidence ${data['confidence'].toFixed(2)}` : '',
    typeof data['model'] === 'string' ? data['model'] : '',
    data['sandbox'] === true ? 'sandbox, no AI' : '',
    typeof money === 'string' && /^\d+$/.test(money) ? formatMoney(BigInt(money)) : '',
    iteration > 0 ? `round ${iteration + 1}` : '',
    attempt > 0 ? `attempt ${attempt + 1}` : '',
    run?.title ?? '',
    team?.name ?? '',
  ].filter(Boolean)
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
