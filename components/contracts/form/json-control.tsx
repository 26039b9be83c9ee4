'use client'

import { useState } from 'react'
import type { ControlProps } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'

/** Any value as JSON. While it does not parse, the last value that did stands. */
export function JsonControl({
  value,
  disabled,
  onChange,
  ...aria
}: ControlProps & { value: unknown; disabled: boolean; onChange: (value: unknown) => void }) {
  const [typed, setTyped] = useState<string>()
  const text = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))
  return (
    <Textarea
      className="font-mono text-12"
      spellCheck={false}
      rows={Math.min(12, Math.max(2, text.split('\n').length))}
      value={text}
      disabled={disabled}
      {...aria}
      aria-invalid={(typed !== undefined && parse(typed) === INVALID) || aria['aria-invalid']}
      onChange={(event) => {
        setTyped(event.target.value)
        const parsed = event.target.value.trim() === '' ? undefined : parse(event.target.value)
        if (parsed !== INVALID) onChange(parsed)
      }}
      onBlur={() => typed !== undefined && parse(typed) !== INVALID && setTyped(undefined)}
    />
  )
}

const INVALID = Symbol('not JSON')

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return INVALID
  }
}
