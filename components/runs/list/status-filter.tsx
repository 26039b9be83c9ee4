'use client'

import { Clock, OctagonPause, type LucideIcon } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import { STATUS } from '@/components/ui/status-chip'
import type { RunCounts } from '../run-types'
import { RUN_STATES, type RunState } from './use-run-filter'

/** Of those that wait, only some wait for a person; what a switch holds is blocked by no budget. */
const OWN: Partial<Record<RunState, { icon: LucideIcon; word: string; ink: string }>> = {
  waiting: { icon: Clock, word: 'Waiting', ink: 'text-fg-2' },
  held: { icon: OctagonPause, word: 'Held', ink: STATUS.blocked.ink },
}
const lookOf = (state: RunState) => OWN[state] ?? STATUS[state === 'held' ? 'blocked' : state]

/** How many runs are in each state; pressed, only those are shown. */
export function StatusFilter({
  counts,
  chosen,
  onChoose,
}: {
  counts: RunCounts | undefined
  chosen: readonly RunState[]
  onChoose: (states: RunState[]) => void
}) {
  const all = counts && RUN_STATES.reduce((sum, status) => sum + counts[status], 0)
  return (
    <div
      role="group"
      aria-label="Runs by state"
      className="flex h-10 shrink-0 items-stretch gap-0.5 overflow-x-auto border-b border-line px-3 [scrollbar-width:none] max-sm:h-12"
    >
      <Choice label="All" count={all} pressed={chosen.length === 0} onPress={() => onChoose([])} />
      {RUN_STATES.map((status) => {
        const { icon: Icon, word, ink } = lookOf(status)
        const pressed = chosen.includes(status)
        return (
          <Choice
            key={status}
            label={word}
            count={counts?.[status]}
            pressed={pressed}
            onPress={() => onChoose(pressed ? chosen.filter((each) => each !== status) : [...chosen, status])}
          >
            <Icon className={cx('size-3.5', ink)} strokeWidth={2} aria-hidden />
          </Choice>
        )
      })}
    </div>
  )
}

function Choice(props: {
  label: string
  count: number | undefined
  pressed: boolean
  onPress: () => void
  children?: React.ReactNode
}) {
  const { label, count, pressed, onPress, children } = props
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cx(
        'flex items-center gap-1.5 border-b-2 px-2 whitespace-nowrap -outline-offset-2',
        pressed ? 'border-accent font-label text-fg' : 'border-transparent text-fg-2 hover:text-fg',
      )}
    >
      {children}
      {label}
      <span className="min-w-2 font-text text-fg-3">{count?.toLocaleString('en-US') ?? ''}</span>
    </button>
  )
}
