'use client'

import { useState } from 'react'
import type { ControlProps } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'

/** A number as it is typed: `1.` and `-` stay until they are one. What is not a number is kept as text, so that the contract refuses it in words. */
export function NumberControl({
  value,
  whole,
  disabled,
  onChange,
  ...aria
}: ControlProps & {
  value: unknown
  whole: boolean
  disabled: boolean
  /** undefined: nothing typed. */
  onChange: (value: number | string | undefined) => void
}) {
  const shown = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  const [typed, setTyped] = useState<string>()
  const text = typed !== undefined && sameNumber(typed, value) ? typed : shown
  return (
    <Input
      inputMode={whole ? 'numeric' : 'decimal'}
      value={text}
      disabled={disabled}
      className="text-right tabular-nums"
      onChange={(event) => {
        const next = event.target.value
        setTyped(next)
        const number = Number(next)
        onChange(next.trim() === '' ? undefined : Number.isFinite(number) ? number : next)
      }}
      onBlur={() => setTyped(undefined)}
      {...aria}
    />
  )
}

function sameNumber(typed: string, value: unknown): boolean {
  if (typed.trim() === '') return value === undefined || value === null
  return typed === value || Number(typed) === value
}
