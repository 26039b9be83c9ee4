'use client'

import { useRef } from 'react'
import { JsonView } from '@/components/ui/json-view'
import { Meter } from '@/components/ui/meter'
import { Tag } from '@/components/ui/tag'
import { cx } from '@/components/ui/cx'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { shortValue } from '@/components/runs/short-value'
import type { ReviewView, ShownClaim } from '@/domain/run/review'
import { Part } from './part'

/** What several agents claim of one subject, side by side; one of them is chosen. Its number chooses it, too. */
export function Claims({
  conflict,
  chosen,
  onChoose,
}: {
  conflict: NonNullable<ReviewView['conflict']>
  chosen: number | undefined
  /** Absent where nothing can be chosen any more. */
  onChoose?: ((index: number) => void) | undefined
}) {
  const list = useRef<HTMLDivElement>(null)
  const { claims, subject, compare } = conflict
  useHotkeys(
    claims.map((claim, index) => ({
      keys: String(index + 1),
      label: `Choose the claim of ${claim.name}`,
      group: 'Review',
      run: () => onChoose?.(index),
    })),
    onChoose !== undefined,
  )
  const move = (by: number) => {
    const next = ((chosen ?? -1) + by + claims.length) % claims.length
    onChoose?.(next)
    list.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus()
  }
  return (
    <Part
      title="What is claimed"
      detail={
        <>
          <span className="font-mono">{subject}</span>
          {compare !== 'equal' && `, up to ${compare} apart counts as agreed`}
        </>
      }
    >
      <div
        ref={list}
        role="radiogroup"
        aria-label={`Claims of ${subject}`}
        className="grid gap-2.5 @min-[520px]:grid-cols-2"
        onKeyDown={(event) => {
          const by = STEPS[event.key]
          if (by === undefined || !onChoose) return
          event.preventDefault()
          move(by)
        }}
      >
        {claims.map((claim, index) => (
          <Claim
            key={claim.by}
            claim={claim}
            number={index + 1}
            checked={chosen === index}
            reachable={chosen === index || (chosen === undefined && index === 0)}
            onChoose={onChoose && (() => onChoose(index))}
          />
        ))}
      </div>
    </Part>
  )
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

function Claim({
  claim,
  number,
  checked,
  reachable,
  onChoose,
}: {
  claim: ShownClaim
  number: number
  checked: boolean
  /** Where Tab comes to the group. */
  reachable: boolean
  onChoose: (() => void) | undefined
}) {
  const { name, agent, value, confidence, rationale, owns } = claim
  const plain = typeof value !== 'object' || value === null ? shortValue(value) : undefined
  return (
    <div
      role="radio"
      aria-checked={checked}
      aria-disabled={onChoose === undefined || undefined}
      aria-label={`${name} claims ${plain ?? 'this'}`}
      tabIndex={reachable ? 0 : -1}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return
        event.preventDefault()
        onChoose?.()
      }}
      className={cx(
        'grid min-w-0 content-start gap-1.5 rounded-6 border px-3 py-2.5',
        checked ? 'border-accent bg-sunken' : 'border-line-strong',
        onChoose && 'cursor-pointer',
      )}
    >
      <div className="flex min-w-0 items-center gap-2">
        <span
          aria-hidden
          className={cx(
            'grid size-4 shrink-0 place-items-center rounded-full border',
            checked ? 'border-accent' : 'border-line-control',
          )}
        >
          {checked && <span className="size-2 rounded-full bg-accent" />}
        </span>
        <span className="min-w-0 truncate font-label">{name}</span>
        {agent && agent !== name && <span className="truncate text-12 text-fg-3">{agent}</span>}
        {owns && <Tag>decision owner</Tag>}
        <kbd className="ml-auto shrink-0 font-mono text-12 text-fg-3 max-md:hidden">{number}</kbd>
      </div>
      {plain !== undefined ? (
        <p className="text-16 font-strong break-words">{plain}</p>
      ) : (
        <JsonView value={value} label={`claim of ${name}`} className="max-h-60" />
      )}
      {confidence !== undefined && (
        <p className="flex items-center gap-2 text-12 text-fg-2">
          <Meter
            className="w-14 shrink-0"
            label={`confidence ${confidence.toFixed(2)}`}
            total={1}
            parts={[{ value: confidence, tone: 'spent' }]}
          />
          Confidence {confidence.toFixed(2)}
        </p>
      )}
      <p className="text-12 break-words text-fg-2">{rationale || 'No reason was given.'}</p>
    </div>
  )
}
