'use client'

import { EyeOff, Lock, Scissors } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ClassTag } from '@/components/ui/class-tag'
import { figure } from '@/components/ui/counted'
import { Digest } from '@/components/ui/id-text'
import type { ViewField } from '@/domain/policy/view'
import { touches } from '@/domain/run/fit-view'
import type { FittedPlace, InputLabel, ServedView } from '@/domain/run/step'
import { shortValue, valueAt } from '../short-value'
import { Block } from './block'
import { Provenance } from './provenance'
import { CaughtLine } from './caught'

const FIRST = 14

/** What an agent was shown of the state: each field clear, masked or absent, with its classification. */
export function Saw({
  view,
  label,
  nameOf,
}: {
  view: ServedView
  /** Of steps before it was kept, there is none. */
  label: InputLabel | undefined
  nameOf: (id: string) => string
}) {
  const [all, setAll] = useState(false)
  const count = (visibility: ViewField['visibility']) =>
    view.fields.filter((field) => field.visibility === visibility).length
  const { fitted } = view
  const placesOf = ({ path }: ViewField) => fitted?.replaced.filter(({ at }) => touches(path, at)) ?? []
  const fields = all ? view.fields : foremost(view.fields, (field) => placesOf(field).length > 0)
  return (
    <Block
      title="What it saw"
      detail={
        <>
          state v{view.stateVersion}, view <Digest value={view.digest} label="fingerprint of the view" />
        </>
      }
      end={[
        `${count('clear')} clear`,
        ...(count('pseudonym') > 0 ? [`${count('pseudonym')} by pseudonym`] : []),
        `${count('masked')} masked`,
        `${count('absent')} absent`,
      ].join(', ')}
    >
      {label && <Provenance label={label} nameOf={nameOf} />}
      {fitted && (
        <p className="pb-1 text-fg-2">
          {`Made to fit ${number(fitted.maxTokens)} tokens: ${number(fitted.after)} were sent of ${number(fitted.before)}. What was left out or summarised is marked.`}
        </p>
      )}
      <CaughtLine caught={view.caught} />
      {view.fields.length === 0 && <p className="text-fg-3">Nothing of the state was shown to it.</p>}
      <ul>
        {fields.map((field) => (
          <Seen
            key={field.path}
            field={field}
            value={valueAt(view.data, field.path)}
            places={placesOf(field)}
          />
        ))}
      </ul>
      {view.fields.length > FIRST && (
        <Button size="sm" variant="ghost" className="mt-1 -ml-2" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${figure(view.fields.length)} fields`}
        </Button>
      )}
    </Block>
  )
}

const number = (value: number): string => value.toLocaleString('en-US')

/** What was held back or shortened is what one looks for: it stays in sight, and what is whole makes room. */
function foremost(fields: readonly ViewField[], isFitted: (field: ViewField) => boolean): ViewField[] {
  const isWhole = (field: ViewField) => field.visibility === 'clear' && !isFitted(field)
  const held = fields.filter((field) => !isWhole(field)).slice(0, FIRST - 4)
  const clear = fields.filter(isWhole).slice(0, FIRST - held.length)
  const shown = new Set([...held, ...clear])
  return fields.filter((field) => shown.has(field))
}

/** How a field was made to fit, when it was. */
function Fitted({ places }: { places: readonly FittedPlace[] }) {
  const [first] = places
  if (!first) return null
  const sum = (key: 'before' | 'after') => places.reduce((total, place) => total + place[key], 0)
  const says = `${number(sum('before'))} tokens, now ${number(sum('after'))}`
  return (
    <span className="flex shrink-0 items-center gap-1 text-12 text-waiting-fg" title={says}>
      <Scissors className="size-3 shrink-0" aria-hidden />
      {first.how}
      <span className="sr-only">, {says}</span>
    </span>
  )
}

function Seen({
  field,
  value,
  places,
}: {
  field: ViewField
  value: unknown
  places: readonly FittedPlace[]
}) {
  const Icon = field.visibility === 'absent' ? Lock : EyeOff
  const text = shortValue(value)
  return (
    <li className="grid h-6 grid-cols-[152px_minmax(0,1fr)_max-content] items-center gap-2 border-b border-line last:border-b-0 max-sm:grid-cols-[112px_minmax(0,1fr)_max-content]">
      <span className="truncate font-mono text-12 text-fg-2" title={field.path}>
        {field.path}
      </span>
      {field.visibility === 'clear' ? (
        <span className="flex min-w-0 items-center gap-2">
          <Fitted places={places} />
          {(value !== undefined || places.length === 0) && (
            <span className="truncate" title={text}>
              {text}
            </span>
          )}
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
