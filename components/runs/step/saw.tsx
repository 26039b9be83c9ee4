'use client'

import { EyeOff, Lock } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ClassTag } from '@/components/ui/class-tag'
import { Digest } from '@/components/ui/id-text'
import type { ViewField } from '@/domain/policy/view'
import type { ServedView } from '@/domain/run/step'
import { shortValue, valueAt } from '../short-value'
import { Block } from './block'

const FIRST = 14

/** What an agent was shown of the state: each field clear, masked or absent, with its classification. */
export function Saw({ view }: { view: ServedView }) {
  const [all, setAll] = useState(false)
  const count = (visibility: ViewField['visibility']) =>
    view.fields.filter((field) => field.visibility === visibility).length
  const fields = all ? view.fields : foremost(view.fields)
  return (
    <Block
      title="What it saw"
      detail={
        <>
          state v{view.stateVersion}, view <Digest value={view.digest} label="digest of the view" />
        </>
      }
      end={`${count('clear')} clear, ${count('masked')} masked, ${count('absent')} absent`}
    >
      {view.fields.length === 0 && <p className="text-fg-3">Nothing of the state was shown to it.</p>}
      <ul>
        {fields.map((field) => (
          <Seen key={field.path} field={field} value={valueAt(view.data, field.path)} />
        ))}
      </ul>
      {view.fields.length > FIRST && (
        <Button size="sm" variant="ghost" className="mt-1 -ml-2" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${view.fields.length} fields`}
        </Button>
      )}
    </Block>
  )
}

/** What was held back is what one looks for: it stays in sight, and the clear ones make room. */
function foremost(fields: readonly ViewField[]): ViewField[] {
  const held = fields.filter(({ visibility }) => visibility !== 'clear').slice(0, FIRST - 4)
  const clear = fields.filter(({ visibility }) => visibility === 'clear').slice(0, FIRST - held.length)
  const shown = new Set([...held, ...clear])
  return fields.filter((field) => shown.has(field))
}

function Seen({ field, value }: { field: ViewField; value: unknown }) {
  const Icon = field.visibility === 'absent' ? Lock : EyeOff
  const text = shortValue(value)
  return (
    <li className="grid h-6 grid-cols-[152px_minmax(0,1fr)_max-content] items-center gap-2 border-b border-line last:border-b-0 max-sm:grid-cols-[112px_minmax(0,1fr)_max-content]">
      <span className="truncate font-mono text-12 text-fg-2" title={field.path}>
        {field.path}
      </span>
      {field.visibility === 'clear' ? (
        <span className="truncate" title={text}>
          {text}
        </span>
      ) : (
        <span className="flex min-w-0 items-center gap-1 text-fg-3" title={field.because}>
          <Icon className="size-3.5 shrink-0" aria-hidden />
          <span className="truncate">{[field.visibility, field.because].filter(Boolean).join(', ')}</span>
        </span>
      )}
      <ClassTag value={field.classification} />
    </li>
  )
}
