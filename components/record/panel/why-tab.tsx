'use client'

import { ArrowUpRight } from 'lucide-react'
import Link from 'next/link'
import { Skeleton } from '@/components/ui/skeleton'
import type { CheckedProof } from '../proof/check-proof'
import type { EntryDetail, Why } from '../record-types'
import { WhyPicture } from '../why/why-picture'
import { Edit } from './edit'
import { LedToTab } from './led-to-tab'
import { checkedIn, ProofList } from './proof-list'

/** Why it happened, traced back; and below, in short, that it is proven. */
export function WhyTab({
  entry,
  why,
  checked,
  onOpen,
}: {
  entry: EntryDetail
  why: Why | undefined
  checked: CheckedProof | undefined
  onOpen: (entry: string) => void
}) {
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex-1 pb-5">
        <Edit entry={entry} />
        {why ? <Causes entry={entry} why={why} onOpen={onOpen} /> : <Skeleton className="m-4 h-40 w-60" />}
      </div>
      {checked && (
        <section className="border-t border-line-strong px-4 pt-2.5 pb-3" aria-label="Proof">
          <h3 className="pb-1.5 font-strong">
            Proof{' '}
            <span className="ml-1 text-12 font-text text-fg-3">
              {entry.proven ? checkedIn(checked) : 'waits for the next checkpoint'}
            </span>
          </h3>
          <ProofList checked={checked} />
        </section>
      )}
    </div>
  )
}

function Causes({ entry, why, onOpen }: { entry: EntryDetail; why: Why; onOpen: (entry: string) => void }) {
  const { graph, causes } = why
  return (
    <>
      <h3 className="flex items-center gap-2 px-4 py-2.5 font-strong">
        <span className="min-w-0 truncate">{graph ? graph.title : 'Why this happened'}</span>
        {graph && <span className="text-12 font-text whitespace-nowrap text-fg-3">traced back</span>}
        {entry.run && (
          <Link
            href={`/runs/${entry.run.id}`}
            className="ml-auto inline-flex items-center gap-1 rounded-4 font-text whitespace-nowrap text-fg-2 hover:text-fg"
          >
            Open run <ArrowUpRight className="size-3" aria-hidden />
          </Link>
        )}
      </h3>
      {graph ? (
        <WhyPicture graph={graph} selected={why.selected} entries={why.entries} onOpen={onOpen} />
      ) : (
        <p className="px-4 text-fg-2">
          {entry.actor.kind === 'person'
            ? `${entry.actor.name} did it, signed in to the console.`
            : entry.actor.kind === 'token'
              ? `The API token “${entry.actor.name}” did it.`
              : entry.actor.kind === 'nobody'
                ? 'Somebody who was not signed in tried it.'
                : `${entry.actor.name} did it by itself.`}{' '}
          {causes.length === 0 && 'It stands outside a run, and names no other cause.'}
        </p>
      )}
      {causes.length > 0 && <LedToTab entries={causes} onOpen={onOpen} />}
    </>
  )
}
