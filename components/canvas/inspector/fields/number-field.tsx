'use client'

import { useState, type ReactNode } from 'react'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'

/** A number within bounds. What is out of them stays in sight with the reason and is not taken over. */
export function NumberField({
  label,
  value,
  onCommit,
  min,
  max,
  whole = true,
  unit,
  hint,
}: {
  label: string
  value: number
  onCommit: (value: number) => void
  min: number
  max: number
  whole?: boolean
  unit?: string
  hint?: ReactNode
}) {
  const [typed, setTyped] = useState<string>()
  const number = Number(typed ?? value)
  const wrong =
    typed !== undefined &&
    (typed.trim() === '' ||
      !Number.isFinite(number) ||
      number < min ||
      number > max ||
      (whole && !Number.isInteger(number)))
  return (
    <FormField
      label={label}
      required
      hint={hint}
      error={
        wrong
          ? `${whole ? 'A whole number' : 'A number'} from ${min} to ${max.toLocaleString('en-US')}`
          : undefined
      }
    >
      <NumberInput
        text={typed ?? String(value)}
        unit={unit}
        onType={setTyped}
        onLeave={() => {
          if (wrong) return
          if (typed !== undefined && number !== value) onCommit(number)
          setTyped(undefined)
        }}
      />
    </FormField>
  )
}

function NumberInput({
  text,
  unit,
  onType,
  onLeave,
  ...aria
}: {
  text: string
  unit: string | undefined
  onType: (text: string) => void
  onLeave: () => void
}) {
  return (
    <span className="relative block">
      <Input
        inputMode="decimal"
        className="text-right"
        style={unit ? { paddingRight: `calc(${unit.length}ch + 14px)` } : undefined}
        value={text}
        onChange={(event) => onType(event.target.value)}
        onBlur={onLeave}
        onKeyDown={(event) => event.key === 'Enter' && onLeave()}
        {...aria}
      />
      {unit && (
        <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-fg-3">
          {unit}
        </span>
      )}
    </span>
  )
}
