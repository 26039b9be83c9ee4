'use client'

import { useState } from 'react'
import type { ControlProps } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { jsonEquals } from '@/domain/contract/json-schema'

/** Any value as JSON. While it does not parse, the last value that did stands. */
export function JsonControl({
  value,
  disabled,
  onChange,
  ...aria
}: ControlProps & { value: unknown; disabled: boolean; onChange: (value: unknown) => void }) {
  const [typed, setTyped] = useState<{ text: string; value: unknown; before: unknown }>()
  // What was typed stays as it was typed, until another value comes from elsewhere.
  const stands = typed !== undefined && (jsonEquals(typed.value, value) || jsonEquals(typed.before, value))
  const text = stands ? typed.text : value === undefined ? '' : JSON.stringify(value, null, 2)
  return (
    <Textarea
      className="font-mono text-12"
      spellCheck={false}
      rows={Math.min(12, Math.max(2, text.split('\n').length))}
      value={text}
      disabled={disabled}
      {...aria}
      aria-invalid={(stands && parse(typed.text) === INVALID) || aria['aria-invalid']}
      onChange={(event) => {
        const parsed = event.target.value.trim() === '' ? undefined : parse(event.target.value)
        setTyped({ text: event.target.value, value: parsed === INVALID ? value : parsed, before: value })
        if (parsed !== INVALID) onChange(parsed)
      }}
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
