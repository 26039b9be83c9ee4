'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { History, Play } from 'lucide-react'
import { useState } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { JsonControl } from '@/components/contracts/form/json-control'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { refOf } from '@/domain/contract/contract'
import { validateInstance } from '@/domain/contract/evaluate'
import { exampleOf } from '@/domain/contract/example'
import { isRecord } from '@/domain/contract/json-schema'
import { isStep, kindOf } from '@/domain/team/kinds/registry'
import type { Pin } from '@/domain/team/case'
import type { DraftStore } from '../studio/draft-store'
import { useStudio } from '../studio/studio-context'
import type { Bench } from './bench-types'
import { PinList } from './pin-list'
import { TryResult } from './try-result'

const WHOLE = 'whole'

/** One try: what it begins with, which part of the team, what is pinned; and what came of it. */
export function TryOut({
  slug,
  node,
  bench,
  store,
  onRun,
  onKept,
}: {
  slug: string
  node: string | undefined
  bench: Bench
  store: DraftStore
  onRun: (id: string | null) => void
  onKept: () => void
}) {
  const { document } = useStudio()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayRun = useMay('run.start')
  const trigger = document.nodes.find((one) => !kindOf(one).takesIn)
  const ref = trigger && kindOf(trigger).produces(trigger)
  const schema = document.contracts.find((contract) => refOf(contract) === ref)?.schema ?? true
  const [input, setInput] = useState<Record<string, unknown>>(() => {
    const example = exampleOf(schema)
    return isRecord(example) ? example : {}
  })
  const [as, setAs] = useState<'form' | 'json'>('form')
  const [from, setFrom] = useState(node ?? WHOLE)
  const [to, setTo] = useState(node ?? WHOLE)
  const [pins, setPins] = useState<Record<string, Pin>>({})
  const [trial, setTrial] = useState<string>()
  const last = useQuery(trpc.bench.handed.queryOptions({ slug }))
  const start = useMutation(trpc.bench.start.mutationOptions({ onError: () => undefined }))
  const misfits = validateInstance(schema, input, { formats: 'assertion' })
  const problems = start.error ? problemsOf(start.error) : []
  const shown = bench.tries.find(({ id }) => id === trial)
  const steps = document.nodes.filter((one) => kindOf(one).takesIn)
  const takeLast = () => {
    if (!last.data) return
    setInput(last.data.input)
    if (from === WHOLE) return
    // What comes before the part is what it reads.
    const known = Object.entries(last.data.steps).filter(
      ([id, { output }]) => id !== from && output !== undefined,
    )
    const writes = new Set(steps.filter((one) => kindOf(one).writes(one)).map(({ id }) => id))
    setPins(Object.fromEntries(known.filter(([id]) => writes.has(id))))
  }
  const act = async () => {
    if (!(await store.flush())) return
    const tried = {
      input,
      ...(Object.keys(pins).length > 0 && { pins }),
      ...(from !== WHOLE && { from }),
      ...(to !== WHOLE && { to }),
    }
    try {
      const { id, run } = await start.mutateAsync({ slug, tried, revision: store.revision })
      setTrial(id)
      if (run) onRun(run)
      await queryClient.invalidateQueries(trpc.bench.get.pathFilter())
    } catch {
      // Shown below; what was typed stays.
    }
  }
  const choices = (whole: string) => [
    { value: WHOLE, label: whole },
    ...steps.filter(isStep).map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className="grid min-h-full grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]">
      <form
        className="grid grid-cols-[minmax(0,1fr)] content-start gap-3 border-r border-line p-3"
        onSubmit={(event) => {
          event.preventDefault()
          void act()
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          <FormField label="From" required>
            <Select value={from} onValueChange={setFrom} options={choices('The beginning')} />
          </FormField>
          <FormField label="To" required>
            <Select value={to} onValueChange={setTo} options={choices('The end')} />
          </FormField>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="font-strong">It begins with</h3>
          <span className="flex-1" />
          {last.data && (
            <Button type="button" size="sm" icon={History} onClick={takeLast} title={last.data.run.title}>
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
          <ContractForm schema={schema} value={input} onChange={setInput} problems={misfits} />
        ) : (
          <>
            <JsonControl
              aria-label="Input as JSON"
              value={input}
              disabled={false}
              onChange={(value) => isRecord(value) && setInput(value)}
            />
            {misfits.map(({ pointer, message }) => (
              <p key={pointer + message} className="text-12 text-failed-fg">
                <code className="font-mono">{pointer || '/'}</code> {message}
              </p>
            ))}
          </>
        )}
        <PinList pins={pins} onPins={setPins} handed={last.data ?? undefined} />
        {start.error && (
          <ErrorState className="m-0" title={messageOf(start.error)}>
            <ul>
              {problems.map(({ pointer, message }) => (
                <li key={pointer + message}>{message}</li>
              ))}
            </ul>
          </ErrorState>
        )}
        {mayRun && (
          <Button
            type="submit"
            variant="primary"
            icon={Play}
            className="justify-self-start"
            disabled={misfits.length > 0}
            busy={start.isPending}
          >
            Try it
          </Button>
        )}
      </form>
      <TryResult
        slug={slug}
        result={shown}
        onPin={(id, pin) => setPins({ ...pins, [id]: pin })}
        onKept={onKept}
      />
    </div>
  )
}
