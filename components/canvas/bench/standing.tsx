'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import { isOver } from '@/domain/run/history'
import type { RunDetail } from '../studio/studio-data'
import { Answer } from './answer'

const LOOK_MS = 800

/** Why a try does not go on by itself: a question to answer here, or what it waits for and what to do instead. */
export function Standing({ run }: { run: RunDetail }) {
  const open = run.reviews.filter(({ status }) => status === 'open')
  const events = run.branches.flatMap(({ node: id, status }) => {
    const node = run.bundle.nodes[id]
    return status === 'waiting' && node?.kind === 'wait' ? [node] : []
  })
  const called = run.family.called.filter(({ status }) => !isOver(status))
  return (
    <>
      {[...new Set(run.held.map(({ says }) => says))].map((says) => (
        <p key={says} className="text-fg-2">
          {says}
        </p>
      ))}
      {open.map(({ id }) => (
        <Answer key={id} id={id} />
      ))}
      {events.map(({ id, name, event }) => (
        <p key={id} className="rounded-6 border border-waiting-line px-3 py-2 text-fg-2">
          It waits at “{name}” for the event <code className="font-mono text-12">{event}</code>. No event
          comes to a try: pin “{name}” to try what follows.
        </p>
      ))}
      {called.map(({ id }) => (
        <Called key={id} id={id} />
      ))}
    </>
  )
}

/** A run that the try called is answered here as well: nobody else hears of it either. */
function Called({ id }: { id: string }) {
  const { data } = useQuery(useTRPC().runs.get.queryOptions({ id }, { refetchInterval: LOOK_MS }))
  if (!data || isOver(data.status)) return null
  return (
    <section aria-label={`Called: ${data.team.name}`} className="grid gap-2 border-l-2 border-line pl-3">
      <p className="text-12 text-fg-3">In “{data.team.name}”, which it called</p>
      <Standing run={data} />
    </section>
  )
}
