'use client'

import { BadgeCheck, CircleDashed, CircleHelp, ShieldX } from 'lucide-react'
import { figure } from '@/components/ui/counted'
import { CopyText } from '@/components/ui/id-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { toHex } from '@/domain/record/digest'
import { shortKey } from '../proof/check-proof'
import type { Judgement } from '../proof/judge-head'
import type { RecordHead } from '../record-types'

/** Whether the record is sound, up to where, by whose key, and what waits. */
export function SoundnessStrip({
  head,
  judgement,
  onHistory,
}: {
  head: RecordHead | undefined
  judgement: Judgement | undefined
  onHistory: () => void
}) {
  const latest = head?.checkpoints[0]
  const root = judgement?.state === 'sound' ? toHex(judgement.root) : undefined
  return (
    <section
      aria-label="Soundness of the record"
      className="flex min-h-11 items-center gap-x-5.5 gap-y-1 overflow-hidden border-b border-line px-5 whitespace-nowrap text-fg-3 max-lg:flex-wrap max-lg:py-2 max-sm:px-4"
    >
      {judgement ? <Verdict judgement={judgement} /> : <Skeleton className="w-36" />}
      {latest && (
        <span>
          Checkpoint <b className="font-label text-fg">{figure(latest.number)}</b>,{' '}
          <RelativeTime at={latest.at} />
        </span>
      )}
      {root && (
        <span className="inline-flex items-center gap-1.5">
          Fingerprint
          <CopyText
            label="fingerprint of the checkpoint"
            text={root}
            shown={`${root.slice(0, 4)} ${root.slice(4, 8)}…${root.slice(-4)}`}
            className="font-label text-fg"
          />
        </span>
      )}
      {head?.key && (
        <span className="inline-flex items-center gap-1.5 max-md:hidden">
          Signed by
          <CopyText
            label="verifier key"
            text={head.key}
            shown={shortKey(head.key)}
            className="font-label text-fg"
          />
        </span>
      )}
      {head && head.checkpoints.length > 0 && (
        <button
          type="button"
          onClick={onHistory}
          className="flex h-6 items-center gap-0.5 rounded-4 px-1 hover:bg-hover max-sm:h-11"
          aria-label={`The last ${figure(head.checkpoints.length)} checkpoints${judgement?.state === 'sound' ? ', all signatures verified here' : ''}. Show the history`}
          title="Checkpoint history"
        >
          {head.checkpoints.map(({ size }) => (
            <span
              key={size}
              className={
                judgement?.state === 'sound'
                  ? 'h-3 w-1 rounded-[1px] bg-done-mark opacity-60'
                  : 'h-3 w-1 rounded-[1px] bg-line-control opacity-60'
              }
            />
          ))}
          {head.waiting > 0 && (
            <span className="h-3 w-1 rounded-[1px] shadow-[inset_0_0_0_1px_var(--line-control)]" />
          )}
        </button>
      )}
      {head && head.waiting > 0 && (
        <span className="ml-auto max-lg:ml-0">
          {figure(head.waiting)} {head.waiting === 1 ? 'entry waits' : 'entries wait'} for{' '}
          {figure((latest?.number ?? 0) + 1)}
        </span>
      )}
    </section>
  )
}

function Verdict({ judgement }: { judgement: Judgement }) {
  switch (judgement.state) {
    case 'empty':
      return (
        <span className="inline-flex items-center gap-1.5">
          <CircleDashed className="size-3.5" aria-hidden /> Nothing signed yet
        </span>
      )
    case 'sound': {
      const { since } = judgement
      const how = since
        ? `Signature and growth since #${figure(since.size)} (${since.at.slice(0, 16).replace('T', ' ')} UTC) checked in this browser`
        : 'Signature checked in this browser; it remembers this checkpoint and will hold the record to it'
      return (
        <span className="inline-flex items-center gap-1.5 font-label text-done-fg" title={how}>
          <BadgeCheck className="size-3.5 shrink-0" strokeWidth={2} aria-hidden /> Sound up to #
          {figure(judgement.size)}
          <span className="sr-only">. {how}</span>
        </span>
      )
    }
    case 'unsound':
      return (
        <span
          role="alert"
          className="inline-flex items-center gap-1.5 font-label whitespace-normal text-failed-fg"
        >
          <ShieldX className="size-3.5 shrink-0" strokeWidth={2} aria-hidden />
          Not sound. {judgement.because} Export it, and compare with an earlier export.
        </span>
      )
    case 'unknown':
      return (
        <span className="inline-flex items-center gap-1.5 font-label whitespace-normal text-fg-2">
          <CircleHelp className="size-3.5 shrink-0" aria-hidden /> Not checked here. {judgement.because}
        </span>
      )
  }
}
