'use client'

import { useState, type ReactNode } from 'react'
import { readDollars, showDollars } from '@/components/ui/dollars'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'

/** An amount in dollars, or none. What is no amount stays in sight with the reason and is not taken over. */
export function MoneyField({
  label,
  micros,
  onCommit,
  hint,
}: {
  label: string
  micros: number | undefined
  onCommit: (micros: number | undefined) => void
  hint?: ReactNode
}) {
  const [typed, setTyped] = useState<string>()
  const blank = typed !== undefined && typed.trim() === ''
  const amount = typed === undefined || blank ? undefined : readDollars(typed)
  const wrong = typed !== undefined && !blank && (amount === undefined || amount === 0n)
  const leave = () => {
    if (typed === undefined || wrong) return
    const given = amount === undefined ? undefined : Number(amount)
    if (given !== micros) onCommit(given)
    setTyped(undefined)
  }
  return (
    <FormField
      label={label}
      hint={hint}
      error={wrong ? 'an amount above nothing in dollars, as 2.50' : undefined}
    >
      <Input
        inputMode="decimal"
        className="text-right"
        value={typed ?? (micros === undefined ? '' : showDollars(BigInt(micros)))}
        placeholder="$"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
      />
    </FormField>
  )
}
