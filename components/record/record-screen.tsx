'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowUp, Download, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { EntryTable } from './entry-table'
import { RecordFilters } from './filter/record-filters'
import { useRecordFilter } from './filter/use-record-filter'
import { CheckpointSheet } from './head/checkpoint-sheet'
import { ExportDialog } from './head/export-dialog'
import { SoundnessStrip } from './head/soundness-strip'
import { useJudgement } from './head/use-judgement'
import { VerifyDialog } from './head/verify-dialog'
import { EntryPanel } from './panel/entry-panel'
import { useEntries } from './use-entries'

/** Who decided what, when, and why: every entry with its proof. */
export function RecordScreen() {
  const trpc = useTRPC()
  const { workspace } = useSession()
  const mayExport = useMay('record.export')
  const [shown, setShown] = useState<'verify' | 'export' | 'history' | null>(null)
  const [reading, setReading] = useState(false)
  const filter = useRecordFilter(workspace?.timeZone ?? 'UTC')
  const { entry: selected } = filter.state
  const { data: head, error: headError, refetch } = useQuery(trpc.record.head.queryOptions())
  const judgement = useJudgement(workspace?.id ?? '', head)
  const { entries, pages, newer, showNewer, searchedBackTo } = useEntries(
    filter.filter,
    head,
    reading || selected !== null,
  )
  const select = (entry: string | null) => void filter.set({ entry })

  useHotkeys([{ keys: 'Escape', run: () => select(null) }], selected !== null)
  useHotkeys([
    { keys: 'v', label: 'Verify in this browser', group: 'Record', run: () => setShown('verify') },
    { keys: 'x', label: 'Export', group: 'Record', run: () => mayExport && setShown('export') },
  ])
  const failed = headError ?? pages.error
  const open = (what: NonNullable<typeof shown>) => ({
    open: shown === what,
    onOpenChange: (next: boolean) => setShown(next ? what : null),
  })
  return (
    <Page
      title="Record"
      detail={head && detailOf(head.entries, head.since)}
      live
      scroll={false}
      actions={
        <>
          <Button
            icon={ShieldCheck}
            onClick={() => setShown('verify')}
            disabled={!head?.key}
            className="max-sm:h-11"
          >
            Verify
          </Button>
          {mayExport && (
            <Button
              icon={Download}
              onClick={() => setShown('export')}
              disabled={!head?.key}
              className="max-sm:hidden"
            >
              Export…
            </Button>
          )}
        </>
      }
    >
      <div className="relative grid h-full grid-rows-[auto_minmax(0,1fr)]">
        <SoundnessStrip head={head} judgement={judgement} onHistory={() => setShown('history')} />
        <div className="grid min-h-0 grid-cols-[minmax(0,1fr)_auto]">
          <div className="grid min-h-0 min-w-0 grid-rows-[auto_minmax(0,1fr)]">
            <RecordFilters
              filter={filter}
              runTitle={entries.find(({ run }) => run?.id === filter.state.run)?.run?.title}
              found={pages.data ? foundOf(entries.length, pages.hasNextPage, searchedBackTo) : ''}
              newer={
                newer > 0 && (
                  <Button size="sm" icon={ArrowUp} onClick={showNewer}>
                    {newer >= 100 ? '100 or more new' : `${newer} new`}
                  </Button>
                )
              }
            />
            {failed && !pages.data ? (
              <ErrorState
                title="The record could not be read"
                onRetry={() => Promise.all([refetch(), pages.refetch()])}
                retrying={pages.isFetching}
              >
                {messageOf(failed)}
              </ErrorState>
            ) : pages.data && entries.length === 0 && !pages.hasNextPage ? (
              <EmptyState
                title={filter.filtered ? 'No entry fits' : 'Nothing is on the record yet'}
                action={
                  filter.filtered && <Button onClick={() => void filter.set(null)}>Clear all filters</Button>
                }
              >
                {filter.filtered
                  ? 'Take a filter away, or look further back in time.'
                  : 'Everything that is decided, changed, refused or written outside appears here, in the moment it happens.'}
              </EmptyState>
            ) : (
              <EntryTable
                entries={entries}
                selected={selected}
                loading={!pages.data || (entries.length === 0 && pages.hasNextPage)}
                onSelect={select}
                onReading={setReading}
                onEnd={() => {
                  if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
                }}
              />
            )}
          </div>
          {selected && <EntryPanel id={selected} onOpen={select} onClose={() => select(null)} />}
        </div>
      </div>
      {head && <VerifyDialog {...open('verify')} head={head} />}
      {head && <ExportDialog {...open('export')} head={head} slug={workspace?.slug ?? 'record'} />}
      <CheckpointSheet {...open('history')} />
    </Page>
  )
}

const detailOf = (entries: number, since: Date | null): string =>
  `${counted(entries, 'entry', 'entries')}${
    since
      ? ` since ${since.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}`
      : ''
  }`

function foundOf(count: number, more: boolean, back: Date | null): string {
  if (more && count === 0) return back ? `searching, back to ${back.toISOString().slice(0, 10)}` : 'searching'
  const figure = count.toLocaleString('en-US')
  return `${figure}${more ? '+' : ''} ${count === 1 && !more ? 'entry' : 'entries'}`
}
