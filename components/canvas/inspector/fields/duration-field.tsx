'use client'

import { useState, type ReactNode } from 'react'
import { FormField, type ControlProps } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { inUnit, sayDuration, secondsOf, UNITS, type Unit } from '../../model/duration'

/** How long, as people say it: a number and its unit. What is out of bounds stays in sight and is not taken over. */
export function DurationField({
  label,
  value,
  onCommit,
  min = 1,
  max,
  hint,
}: {
  label: string
  /** Seconds. */
  value: number
  onCommit: (seconds: number) => void
  /** Seconds. */
  min?: number
  max: number
  hint?: ReactNode
}) {
  const [typed, setTyped] = useState<string>()
  // A unit that was chosen stays: 60 minutes do not turn into an hour under one's hands.
  const [chosen, setChosen] = useState<Unit>()
  const fits = chosen !== undefined && value % secondsOf(chosen) === 0
  const unit = fits ? chosen : inUnit(value).unit
  const count = value / secondsOf(unit)
  const taken = Number(typed ?? count) * secondsOf(unit)
  const wrong = (seconds: number) =>
    typed?.trim() === '' || !Number.isInteger(seconds) || seconds < min || seconds > max
  const leave = () => {
    if (typed === undefined || wrong(taken)) return
    if (taken !== value) onCommit(taken)
    setChosen(unit)
    setTyped(undefined)
  }
  const changeUnit = (next: Unit) => {
    const seconds = Number(typed ?? count) * secondsOf(next)
    if (wrong(seconds)) return
    setChosen(next)
    setTyped(undefined)
    if (seconds !== value) onCommit(seconds)
  }
  return (
    <FormField
      label={label}
      required
      hint={hint}
      error={
        typed !== undefined && wrong(taken)
          ? `a time from ${sayDuration(min)} to ${sayDuration(max)}`
          : undefined
      }
    >
      <CountAndUnit
        label={label}
        text={typed ?? String(count)}
        unit={unit}
        onType={setTyped}
        onLeave={leave}
        onUnit={changeUnit}
        longest={max}
      />
    </FormField>
  )
}

function CountAndUnit({
  label,
  text,
  unit,
  onType,
  onLeave,
  onUnit,
  longest,
  ...aria
}: ControlProps & {
  label: string
  text: string
  unit: Unit
  onType: (text: string) => void
  onLeave: () => void
  onUnit: (unit: Unit) => void
  /** Seconds; longer units are not offered. */
  longest: number
}) {
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-2">
      <Input
        inputMode="decimal"
        className="text-right"
        value={text}
        onChange={(event) => onType(event.target.value)}
        onBlur={onLeave}
        onKeyDown={(event) => event.key === 'Enter' && onLeave()}
        {...aria}
      />
      <Select
        label={`${label}, unit`}
        value={unit}
        options={UNITS.filter(({ seconds }) => seconds <= longest)
          .reverse()
          .map(({ unit: value, one }) => ({ value, label: Number(text) === 1 ? one : value }))}
        onValueChange={onUnit}
      />
    </span>
  )
}
