'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { usePublishing } from '@/components/publishing/use-publishing'
import { counted } from '@/components/ui/counted'
import { formatCoarse, formatDuration } from '@/components/ui/format-time'
import { Digest, IdText } from '@/components/ui/id-text'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { RunChip } from './run-chip'
import type { RunDetail } from './run-types'
import { sumOf } from './timeline/axis'
import { busyOf, waitsOf } from './timeline/rows'

/** The run in one line: what ran, when, for how long, at what price. */
export function RunFactsLine({ run, now }: { run: RunDetail; now: number }) {
  const { several, nameOf } = usePublishing()
  const waited = sumOf(waitsOf(run, now))
  const tokens = run.calls.reduce((sum, { tokensIn, tokensOut }) => sum + tokensIn + tokensOut, 0)
  return (
    <div
      role="group"
      aria-label="Facts"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4.5 gap-y-1 border-b border-line px-4 py-1.5 text-fg-3"
    >
      <span className="flex items-center gap-2 sm:hidden">
        <RunChip run={run} now={now} />
        <IdText id={run.id} label="run id" />
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Link href={`/teams/${run.team.slug}`} className="rounded-4 font-label text-fg hover:text-accent-fg">
          {run.team.name}
        </Link>
        {run.trial ? 'Draft on trial' : `v${run.version.number}`}
        <Digest
          value={run.version.digest}
          label={run.trial ? 'fingerprint of the draft' : 'fingerprint of the version'}
        />
      </span>
      {run.family.parent && (
        <Link
          href={`/runs/${run.family.parent.id}`}
          className="max-w-60 truncate rounded-4 underline-offset-2 hover:text-fg hover:underline"
        >
          Called by <b className="font-label text-fg">{run.family.parent.team}</b>
        </Link>
      )}
      {several && <Fact name="Environment">{nameOf(run.environment)}</Fact>}
      {run.mode === 'shadow' && <span title="Effects are simulated">Shadow run</span>}
      {run.priority !== 'normal' && <Fact name="Priority">{run.priority}</Fact>}
      <Fact name="Started">
        <RelativeTime at={run.createdAt} focusable />
      </Fact>
      <Fact name="Worked">{formatDuration(sumOf(busyOf(run, now)))}</Fact>
      {waited > 0 && <Fact name="Waited">{formatCoarse(waited)}</Fact>}
      <Fact name="Money">
        <Money micros={run.spentMicros} />
        {run.capMicros !== null && (
          <span className="font-text text-fg-3">
            {' '}
            of <Money micros={run.capMicros} />
          </span>
        )}
      </Fact>
      {run.calls.length > 0 && run.calls.every(({ sandbox }) => sandbox) && (
        <span
          className="whitespace-nowrap"
          title="Every call was answered by rule; nobody bills these amounts"
        >
          Sandbox, practice prices
        </span>
      )}
      <Fact name="Tokens">{tokens.toLocaleString('en-US')}</Fact>
      <Fact name="State">v{run.stateVersion}</Fact>
      <Link
        href={`/record?run=${run.id}`}
        className="rounded-4 whitespace-nowrap underline-offset-2 hover:text-fg hover:underline"
      >
        Record <b className="font-label text-fg">{counted(run.entries, 'entry', 'entries')}</b>
      </Link>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      {name} <b className="font-label text-fg">{children}</b>
    </span>
  )
}
