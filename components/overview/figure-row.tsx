'use client'

import { Activity, CircleCheck, FastForward, Inbox, Wallet, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useDecides, useSession } from '@/components/shell/session'
import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { formatShare } from '@/components/ui/format-share'
import { formatDuration } from '@/components/ui/format-time'
import { Meter } from '@/components/ui/meter'
import { formatDollars } from '@/components/ui/money'
import { Skeleton } from '@/components/ui/skeleton'
import { formatMoney } from '@/domain/budget/money'
import type { Overview } from './overview-types'

const row =
  'grid grid-cols-5 border-b border-line max-lg:grid-cols-3 max-md:grid-cols-2 max-lg:[&>*]:border-b'
const cell =
  'grid content-start gap-0.5 border-line px-5 py-3.5 not-first:border-l max-md:px-4 max-md:last:col-span-2 max-md:odd:border-l-0 max-lg:min-md:nth-4:border-l-0 -outline-offset-2'

/** The five figures. */
export function FigureRow({ overview }: { overview: Overview }) {
  const { waiting, figures } = overview
  const { inFlight, spend, endedToday } = figures
  const flying = inFlight.running + inFlight.waiting + inFlight.blocked
  return (
    <div className={row}>
      <NeedsYou waiting={waiting} />
      <Figure
        icon={Activity}
        label="Runs in flight"
        href="/runs?status=running,waiting,blocked"
        value={flying}
        detail={
          flying
            ? `${inFlight.running} running, ${inFlight.waiting} waiting, ${inFlight.blocked} blocked`
            : 'Nothing is running'
        }
      >
        <Meter
          label="Runs in flight by state"
          total={flying}
          parts={[
            { value: inFlight.running, tone: 'running' },
            { value: inFlight.waiting, tone: 'waiting' },
            { value: inFlight.blocked, tone: 'blocked' },
          ]}
        />
      </Figure>
      <Spend spend={spend} />
      <Alone alone={figures.alone} />
      <Figure
        icon={CircleCheck}
        label="Ended today"
        href="/runs?status=done,failed,cancelled&since=today"
        value={endedToday.all}
        beside={endedToday.failed ? `${endedToday.failed} failed` : undefined}
        detail={
          endedToday.medianMs === null
            ? 'None so far'
            : `Median ${formatDuration(endedToday.medianMs)}, ${formatMoney(endedToday.meanMicros ?? 0n)} a run`
        }
      >
        <Meter
          label="Ended runs, done and failed"
          total={endedToday.all}
          parts={[
            { value: endedToday.all - endedToday.failed, tone: 'spent' },
            { value: endedToday.failed, tone: 'failed' },
          ]}
        />
      </Figure>
    </div>
  )
}

function NeedsYou({ waiting }: { waiting: Overview['waiting'] }) {
  const decides = useDecides()
  const { mine, proposals, permits, open } = waiting
  const beside = [
    ...(proposals > 0 ? [`${counted(proposals, 'version')} to approve`] : []),
    ...(permits > 0 ? [`${counted(permits, 'request')} to decide`] : []),
  ]
  const count = decides ? mine + proposals + permits : open
  const parts = Math.min(count, 12)
  const late = count > 0 ? Math.round((waiting.overdue / count) * parts) : 0
  return (
    <Figure
      icon={Inbox}
      label={decides ? 'Needs you' : 'Waits for a reviewer'}
      href="/inbox"
      value={count}
      beside={waiting.overdue ? `${waiting.overdue} overdue` : undefined}
      detail={
        !decides
          ? 'Your roles do not decide'
          : beside.length > 0
            ? [counted(mine, 'review'), ...beside].join(', ')
            : `${open} open in the workspace`
      }
    >
      <span className="flex h-1.5 gap-0.5" aria-hidden>
        {Array.from({ length: Math.max(parts, 1) }, (_, index) => (
          <span key={index} className={cx('flex-1 rounded-[2px]', index < late ? 'bg-fg-2' : 'bg-press')} />
        ))}
      </span>
    </Figure>
  )
}

function Spend({ spend }: { spend: Overview['figures']['spend'] }) {
  const { spentMicros, reservedMicros, capMicros, byMidnightMicros } = spend
  const { sandbox } = useSession()
  const full = capMicros !== null && spentMicros + reservedMicros >= capMicros
  return (
    <Figure
      icon={Wallet}
      label="Spent today, workspace"
      href="/costs"
      value={formatDollars(spentMicros)}
      beside={capMicros === null ? 'no day budget' : `of ${formatDollars(capMicros)}`}
      detail={`${formatDollars(reservedMicros)} reserved, ${formatDollars(byMidnightMicros)} by midnight${sandbox ? '. Practice prices: nobody bills them' : ''}`}
    >
      <Meter
        label="Spent and reserved of the budget of the day"
        total={Number(capMicros ?? 0n)}
        parts={[
          { value: Number(spentMicros), tone: full ? 'blocked' : 'spent' },
          { value: Number(reservedMicros), tone: 'reserved' },
        ]}
      />
    </Figure>
  )
}

const share = (part: number, whole: number) => (whole > 0 ? (part / whole) * 100 : 0)

function Alone({
  alone: { ended, alone, endedBefore, aloneBefore },
}: {
  alone: Overview['figures']['alone']
}) {
  const now = share(alone, ended)
  const points = now - share(aloneBefore, endedBefore)
  const trend =
    endedBefore === 0 ? '' : `, ${points < 0 ? 'down' : 'up'} ${Math.abs(points).toFixed(1)} points`
  return (
    <Figure
      icon={FastForward}
      label="Without a person"
      href="/runs?status=done,failed"
      value={ended ? formatShare(alone, ended) : '–'}
      beside="last 7 days"
      detail={ended ? `${alone} of ${ended} runs${trend}` : 'No run has ended yet'}
    >
      <Meter label="Share of runs without a person" total={100} parts={[{ value: now, tone: 'spent' }]} />
    </Figure>
  )
}

function Figure(props: {
  icon: LucideIcon
  label: string
  href: string
  value: ReactNode
  beside?: string | undefined
  detail: string
  children: ReactNode
}) {
  const Icon = props.icon
  return (
    <Link href={props.href} className={cx(cell, 'hover:bg-hover')}>
      <span className="flex items-center gap-1.5 text-fg-2">
        <Icon className="size-3.5 text-fg-3" aria-hidden />
        {props.label}
      </span>
      <span className="flex min-w-0 items-baseline gap-x-2 text-28 font-strong tracking-[-0.02em] whitespace-nowrap max-md:flex-wrap">
        {props.value}
        {props.beside && (
          <small className="truncate text-13 font-text tracking-normal text-fg-3">{props.beside}</small>
        )}
      </span>
      <span className="my-1 grid">{props.children}</span>
      <span className="truncate text-12 text-fg-3 max-md:whitespace-normal">{props.detail}</span>
    </Link>
  )
}

export function FigureRowSkeleton() {
  return (
    <div className={row} aria-hidden>
      {Array.from({ length: 5 }, (_, index) => (
        <div key={index} className={cx(cell, 'h-[121px] gap-3')}>
          <Skeleton className="w-24" />
          <Skeleton className="h-6 w-20" />
          <Skeleton className="h-1.5 w-full" />
        </div>
      ))}
    </div>
  )
}
