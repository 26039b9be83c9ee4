'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { SidePanel } from '@/components/ui/sheet'
import { SkeletonList } from '@/components/ui/skeleton'
import { useFocusBack } from '@/components/ui/use-return-focus'
import { nodeName } from '../model/node-name'
import { onlyOne } from '../model/selection'
import { useStudio } from '../studio/studio-context'
import { useTogether, type Thread } from '../together/together'
import { Composer } from './composer'
import { ThreadCard } from './thread-card'

const FILTERS = {
  open: { label: 'Open', holds: ({ resolved }: Thread) => !resolved },
  mine: { label: 'Mine', holds: ({ mine }: Thread) => mine },
  resolved: { label: 'Resolved', holds: ({ resolved }: Thread) => resolved !== null },
} as const
type Filter = keyof typeof FILTERS

const EMPTY: Record<Filter, { title: string; text: string }> = {
  open: {
    title: 'Nothing is open',
    text: 'Select a node or a handoff and say something about it, or about the team when nothing is selected.',
  },
  mine: { title: 'Nothing of yours', text: 'Here is what you wrote in and where somebody mentions you.' },
  resolved: { title: 'Nothing is resolved yet', text: 'What is settled moves here and can be opened again.' },
}

/** What is said about the team and its parts, over the inspector. */
export function CommentsPanel() {
  const { open } = useTogether()
  return open ? <Panel /> : null
}

function Panel() {
  const { threads, failed, thread: linked, setOpen } = useTogether()
  useFocusBack()
  const [chosen, setChosen] = useState<Filter>('open')
  const target = threads?.find(({ id }) => id === linked)
  // What an address leads to is shown, whichever list it stands in.
  const filter: Filter = chosen === 'open' && target?.resolved ? 'resolved' : chosen
  const shown = threads?.filter(FILTERS[filter].holds)
  return (
    <SidePanel
      label="Comments"
      title="Comments"
      onClose={() => setOpen(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        setOpen(false)
      }}
      className="absolute inset-y-0 right-0 z-panel max-lg:w-90"
    >
      <NewThread />
      <div className="px-4 pb-3">
        <SegmentedControl
          label="Which comments"
          value={filter}
          onValueChange={setChosen}
          options={(Object.keys(FILTERS) as Filter[]).map((value) => ({
            value,
            label: FILTERS[value].label,
            ...(threads && { count: threads.filter(FILTERS[value].holds).length }),
          }))}
        />
      </div>
      {failed && !threads && (
        <ErrorState title="The comments could not be read" onRetry={failed.again}>
          {failed.message}
        </ErrorState>
      )}
      {!threads && !failed && <SkeletonList rows={3} />}
      {linked !== null && threads && !target && (
        <p className="border-t border-line px-4 py-2 text-fg-2">
          The comment that the address names is not there any more.
        </p>
      )}
      {shown?.length === 0 && <EmptyState title={EMPTY[filter].title}>{EMPTY[filter].text}</EmptyState>}
      {shown?.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} linked={thread.id === linked} />
      ))}
    </SidePanel>
  )
}

/** About what is selected, or about the team. */
function NewThread() {
  const { slug, document, selection } = useStudio()
  const { show } = useTogether()
  const { mutateAsync: start } = useMutation(
    useTRPC().comments.start.mutationOptions({ onError: () => undefined }),
  )
  const one = onlyOne(selection)
  const edge = one?.kind === 'edge' ? document.edges.find(({ id }) => id === one.id) : undefined
  const on =
    one?.kind === 'node'
      ? ({ kind: 'node', id: one.id } as const)
      : edge
        ? ({ kind: 'handoff', id: edge.id } as const)
        : ({ kind: 'team' } as const)
  const about =
    on.kind === 'node'
      ? nodeName(document, on.id)
      : edge
        ? `${nodeName(document, edge.from.node)} → ${nodeName(document, edge.to.node)}`
        : 'the team'
  return (
    <div className="px-4 pt-3 pb-1">
      <Composer
        label={`Say something about ${about}`}
        send="Comment"
        onSend={async (text) => {
          const { thread } = await start({ slug, on, text })
          show(thread)
        }}
      />
    </div>
  )
}
