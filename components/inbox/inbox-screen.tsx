'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useDecides, useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { figure } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { ErrorState } from '@/components/ui/error-state'
import { Kbd } from '@/components/ui/kbd'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useListKeys } from '@/components/ui/use-list-keys'
import { useNow } from '@/components/ui/use-now'
import { groupByDecided, groupByDue, neighbourOf } from './list/group-reviews'
import type { WaitingPermits, WaitingProposal } from './inbox-types'
import { InboxPermits } from './list/inbox-permits'
import { InboxProposals } from './list/inbox-proposals'
import { InboxList, ListSkeleton } from './list/inbox-list'
import { NothingHere, NothingOpen } from './list/nothing'
import { PhoneBar } from './list/phone-bar'
import { useWide } from './list/use-wide'
import { PaneSkeleton, ReviewPane } from './review/review-pane'

const SHOWN = ['mine', 'all', 'done'] as const
const NONE: readonly WaitingProposal[] = []
const NO_PERMITS: WaitingPermits = { access: [], policies: [], off: [] }
const address = { show: parseAsStringLiteral(SHOWN), review: parseAsString }

/** What waits for a person, and the one that is being decided. */
export function InboxScreen() {
  const trpc = useTRPC()
  const decides = useDecides()
  const now = useNow(10_000)
  const wide = useWide()
  const [{ show: asked, review }, set] = useQueryStates(address)
  const show = asked ?? (decides ? 'mine' : 'all')
  // What opened by itself stays open while others come and go above it.
  const [opened, setOpened] = useState<string | null>(null)
  const [decided, setDecided] = useState(false)
  /** Whether the keys stand on what waits above the reviews. */
  const [above, setAbove] = useState(false)

  const open = useQuery(trpc.reviews.list.queryOptions({ status: 'open' }))
  const done = useQuery(trpc.reviews.list.queryOptions({ status: 'decided' }, { enabled: show === 'done' }))
  const proposed = useQuery(trpc.publishing.waiting.queryOptions(undefined, { enabled: useMay('team.read') }))
  const permitted = useQuery(
    trpc.policies.waiting.queryOptions(undefined, { enabled: useMay('workspace.read') }),
  )
  const versions = proposed.data ?? NONE
  const permits = permitted.data ?? NO_PERMITS
  const unread = [proposed, permitted].find(({ error, data }) => error && !data)
  const beside = versions.length + permits.access.length + permits.policies.length + permits.off.length
  const source = show === 'done' ? done : open
  const mine = open.data?.filter((each) => each.mine)
  const listed = show === 'mine' ? mine : source.data
  const groups = listed && (show === 'done' ? groupByDecided(listed, now) : groupByDue(listed, now))
  const rows = groups?.flatMap(({ reviews }) => reviews) ?? []

  const selected = review ?? (wide ? opened : null)
  if (!selected && wide && rows[0]) setOpened(rows[0].id)
  const index = rows.findIndex(({ id }) => id === selected)
  const select = (id: string | null) => void set({ review: id })

  const ahead = show === 'done' ? 0 : beside
  const keys = useListKeys({
    count: ahead + rows.length,
    what: 'review',
    onActive: (to) => {
      setAbove(to < ahead)
      const row = rows[to - ahead]
      if (row && row.id !== selected && (wide || review)) select(row.id)
    },
    onOpen: (to) => {
      const row = rows[to - ahead]
      // A version and policies are decided on their page, a request in its dialog: as by a click.
      if (to < ahead && document.activeElement instanceof HTMLElement) document.activeElement.click()
      if (!row) return
      select(row.id)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-review]')?.focus())
    },
  })
  if (!above && index >= 0 && keys.active !== ahead + index) keys.setActive(ahead + index)
  useHotkeys([{ keys: 'Escape', run: () => select(null) }], !wide && review !== null)

  const overdue = mine?.filter(({ dueAt }) => dueAt && dueAt.getTime() < now).length ?? 0
  const choose = (next: (typeof SHOWN)[number]) => {
    setOpened(null)
    void set({ show: next, review: null })
  }
  return (
    <Page
      title="Inbox"
      detail={
        mine && `${figure(mine.length + beside)} for you${overdue ? `, ${figure(overdue)} overdue` : ''}`
      }
      live
      scroll={false}
      actions={
        <span className="flex items-center gap-1.5 text-12 text-fg-3 max-lg:hidden">
          <Kbd keys="J" />
          <Kbd keys="K" /> move
        </span>
      }
    >
      <div className="grid h-full min-h-0 md:grid-cols-[320px_minmax(0,1fr)]">
        <div
          className={cx(
            'grid min-h-0 grid-rows-[auto_minmax(0,1fr)] border-line md:border-r',
            review && 'max-md:hidden',
          )}
        >
          <div className="border-b border-line px-3 py-2">
            <SegmentedControl
              label="Which reviews"
              value={show}
              onValueChange={choose}
              options={[
                { value: 'mine', label: 'Mine', ...(mine ? { count: mine.length + beside } : {}) },
                { value: 'all', label: 'All', ...(open.data ? { count: open.data.length + beside } : {}) },
                { value: 'done', label: 'Done' },
              ]}
            />
          </div>
          <div className="min-h-0 overflow-auto">
            {show !== 'done' && unread?.error && (
              <ErrorState
                title="What waits beside the reviews could not be read"
                onRetry={unread.refetch}
                retrying={unread.isFetching}
                className="m-3"
              >
                {messageOf(unread.error)}
              </ErrorState>
            )}
            {show !== 'done' && <InboxProposals proposals={versions} rowProps={keys.rowProps} />}
            {show !== 'done' && (
              <InboxPermits permits={permits} rowProps={(index) => keys.rowProps(versions.length + index)} />
            )}
            {source.error && !source.data ? (
              <ErrorState
                title="The inbox could not be read"
                onRetry={source.refetch}
                retrying={source.isFetching}
                className="m-3"
              >
                {messageOf(source.error)}
              </ErrorState>
            ) : !groups ? (
              <ListSkeleton />
            ) : rows.length === 0 && beside > 0 && show !== 'done' ? null : rows.length === 0 ? (
              <NothingHere show={show} others={open.data?.length ?? 0} onAll={() => choose('all')} />
            ) : (
              <InboxList
                groups={groups}
                selected={selected}
                rowProps={(index) => keys.rowProps(ahead + index)}
                onOpen={select}
              />
            )}
          </div>
        </div>
        {selected ? (
          <div
            className={cx(
              'grid min-h-0 min-w-0 grid-rows-[auto_minmax(0,1fr)] bg-page',
              'max-md:fixed max-md:inset-0 max-md:z-panel md:grid-rows-[minmax(0,1fr)]',
            )}
          >
            <PhoneBar
              at={index}
              count={rows.length}
              onBack={() => select(null)}
              onMove={(to) => select(rows[to]?.id ?? null)}
            />
            <ReviewPane
              key={selected}
              id={selected}
              focus={decided}
              onDecided={() => {
                setDecided(true)
                setOpened(null)
                select(neighbourOf(rows, selected))
              }}
              more={rows.some(({ id }) => id !== selected) && show !== 'done'}
            />
          </div>
        ) : (
          <div className="max-md:hidden">
            {groups && rows.length === 0 && <NothingOpen show={show} />}
            {!groups && !source.error && <PaneSkeleton />}
          </div>
        )}
      </div>
    </Page>
  )
}
