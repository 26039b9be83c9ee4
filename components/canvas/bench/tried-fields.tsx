'use client'

import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { JsonControl } from '@/components/contracts/form/json-control'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { validateInstance } from '@/domain/contract/evaluate'
import { isRecord } from '@/domain/contract/json-schema'
import type { TeamDocument } from '@/domain/team/document'
import { inputSchemaOf } from '@/domain/team/input-schema'
import { isStep, kindOf } from '@/domain/team/kinds/registry'
import type { Tried } from '@/domain/team/trial'
import { useStudio } from '../studio/studio-context'
import type { Handed } from './bench-types'
import { PinList } from './pin-list'

const WHOLE = 'whole'
/** Practice records stay; test cases come and go. */
const KNOWN_MS = 60_000

/** What is tried: which part of the team, what it begins with, and what is pinned; checked as it is typed. */
export function TriedFields({
  tried,
  onTried,
  handed,
}: {
  tried: Tried
  onTried: (tried: Tried) => void
  /** What the last run handed on, to take it over. */
  handed: Handed | undefined
}) {
  const { document, slug } = useStudio()
  const known = useQuery(useTRPC().bench.known.queryOptions({ slug }, { staleTime: KNOWN_MS }))
  const [as, setAs] = useState<'form' | 'json'>('form')
  const { input, from, to } = tried
  const schema = inputSchemaOf(document)
  const misfits = validateInstance(schema, input, { formats: 'assertion' })
  const choices = (whole: string) => [
    { value: WHOLE, label: whole },
    ...document.nodes.filter(isStep).map(({ id, name }) => ({ value: id, label: name })),
  ]
  const bound = (key: 'from' | 'to') => (id: string) => {
    const { [key]: _was, ...rest } = tried
    onTried(id === WHOLE ? rest : { ...rest, [key]: id })
  }
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <FormField label="From" required>
          <Select value={from ?? WHOLE} onValueChange={bound('from')} options={choices('The beginning')} />
        </FormField>
        <FormField label="To" required>
          <Select value={to ?? WHOLE} onValueChange={bound('to')} options={choices('The end')} />
        </FormField>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-strong">It begins with</h3>
        <span className="flex-1" />
        {handed && (
          <Button
            type="button"
            size="sm"
            icon={History}
            onClick={() => onTried(asInRun(tried, handed, document))}
            title={handed.run.title}
          >
            As in the last run
          </Button>
        )}
        <SegmentedControl
          label="Edit the input as"
          value={as}
          onValueChange={setAs}
          options={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </div>
      {as === 'form' ? (
        <ContractForm
          schema={schema}
          value={input}
          onChange={(next) => onTried({ ...tried, input: next })}
          problems={misfits}
          known={known.data}
        />
      ) : (
        <>
          <JsonControl
            aria-label="Input as JSON"
            value={input}
            disabled={false}
            onChange={(value) => isRecord(value) && onTried({ ...tried, input: value })}
          />
          {misfits.map(({ pointer, message }) => (
            <p key={pointer + message} className="text-12 text-failed-fg">
              <code className="font-mono">{pointer || '/'}</code> {message}
            </p>
          ))}
        </>
      )}
      <PinList
        pins={tried.pins ?? {}}
        onPins={(pins) => {
          const { pins: _were, ...rest } = tried
          onTried(Object.keys(pins).length > 0 ? { ...rest, pins } : rest)
        }}
        handed={handed}
      />
    </>
  )
}

/** Begins as a run did; what comes before a part, which is what its steps read, is pinned to what it handed on then. */
export function asInRun(tried: Tried, { input, steps }: Handed, { nodes }: TeamDocument): Tried {
  if (tried.from === undefined) return { ...tried, input }
  const writes = new Set(nodes.filter((one) => kindOf(one).writes(one)).map(({ id }) => id))
  const known = Object.entries(steps).filter(
    ([id, { output }]) => id !== tried.from && output !== undefined && writes.has(id),
  )
  return { ...tried, input, pins: Object.fromEntries(known) }
}
