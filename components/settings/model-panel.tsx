'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SidePanel } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import type { ModelTier } from '@/domain/team/agent'
import { LimitUse } from './limit-use'
import { LimitsForm } from './limits-form'
import { ModelHealth } from './model-health'
import { isUnpriced, readPrice, showPrice } from './price'
import { TestResult } from './test-result'
import type { ListedModel, ListedProvider } from './settings-types'

const TIERS: readonly { value: ModelTier; label: string; hint: string }[] = [
  { value: 'small', label: 'small', hint: 'Sorting, extracting, short answers' },
  { value: 'standard', label: 'standard', hint: 'Most work' },
  { value: 'large', label: 'large', hint: 'Hard judgement; dear' },
]

/** How one model is used: its tier, its place, its price; and a call of it now. */
export function ModelPanel({
  model,
  provider,
  onClose,
}: {
  model: ListedModel
  provider: ListedProvider
  onClose: () => void
}) {
  useHotkeys([{ keys: 'Escape', label: 'Close the panel', run: onClose }])
  const mayEdit = useMay('model.edit')
  return (
    <SidePanel title={model.name} label={`Model ${model.name}`} onClose={onClose}>
      <div className="grid gap-5 p-4">
        {mayEdit ? (
          <>
            <ModelForm model={model} sandbox={provider.sandbox} />
            <CallNow model={model} />
            <section className="grid gap-3 border-t border-line pt-4">
              <h3 className="font-label">Limits</h3>
              <p className="text-12 text-fg-3">
                For this model, beside those of {provider.name}. All workers keep them together.
              </p>
              <LimitUse guard={model.guard} />
              <LimitsForm id={model.id} name={model.name} guard={model.guard} />
            </section>
          </>
        ) : (
          <p className="text-fg-2">
            Only an admin changes models. {model.enabled ? 'This one is on.' : 'This one is off.'}
          </p>
        )}
        {!mayEdit && <LimitUse guard={model.guard} />}
        <ModelHealth model={model} />
      </div>
    </SidePanel>
  )
}

const NO_PRICE = 'An amount in dollars, as in 2.50'

function ModelForm({ model, sandbox }: { model: ListedModel; sandbox: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [tier, setTier] = useState(model.tier)
  const [input, setInput] = useState(showPrice(model.inMicrosPerMTok))
  const [output, setOutput] = useState(showPrice(model.outMicrosPerMTok))
  const [position, setPosition] = useState(String(model.position))
  const [seconds, setSeconds] = useState(String(model.timeoutMs / 1000))
  const save = useMutation(
    trpc.models.putModel.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.models.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
        toast({ title: `${model.name} is ${turnsOn ? 'on' : 'saved'}` })
      },
    }),
  )
  const [inMicros, outMicros] = [readPrice(input), readPrice(output)]
  // Without a price it could not be on; who states both wants to use it.
  const turnsOn = isUnpriced(model) && typeof inMicros === 'bigint' && typeof outMicros === 'bigint'
  const message = otherwise(save.error, ['/inMicrosPerMTok', '/outMicrosPerMTok', '/position', '/timeoutMs'])
  return (
    <form
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (inMicros === undefined || outMicros === undefined) return
        save.mutate({
          id: model.id,
          tier,
          inMicrosPerMTok: inMicros,
          outMicrosPerMTok: outMicros,
          position: Number(position),
          timeoutMs: Math.round(Number(seconds) * 1000),
          ...(turnsOn ? { enabled: true } : {}),
        })
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      {isUnpriced(model) && (
        <p className="text-fg-2">A model without a price is never asked. State both prices to turn it on.</p>
      )}
      <FormField label="Tier" required hint="Agents ask for a tier unless they name models">
        <Select value={tier} onValueChange={setTier} options={TIERS} />
      </FormField>
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField
          label="In, $ for 1M tokens"
          required
          error={inMicros === undefined ? NO_PRICE : problemAt(save.error, '/inMicrosPerMTok')}
        >
          <Input
            inputMode="decimal"
            readOnly={sandbox}
            value={input}
            onChange={(event) => setInput(event.target.value)}
          />
        </FormField>
        <FormField
          label="Out, $ for 1M tokens"
          required
          error={outMicros === undefined ? NO_PRICE : problemAt(save.error, '/outMicrosPerMTok')}
        >
          <Input
            inputMode="decimal"
            readOnly={sandbox}
            value={output}
            onChange={(event) => setOutput(event.target.value)}
          />
        </FormField>
        <FormField
          label="Order"
          required
          hint="Lower is tried first"
          error={problemAt(save.error, '/position')}
        >
          <Input inputMode="numeric" value={position} onChange={(event) => setPosition(event.target.value)} />
        </FormField>
        <FormField label="Timeout, s" required error={problemAt(save.error, '/timeoutMs')}>
          <Input inputMode="decimal" value={seconds} onChange={(event) => setSeconds(event.target.value)} />
        </FormField>
      </div>
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {turnsOn ? 'Save and turn on' : 'Save'}
        </Button>
      </div>
    </form>
  )
}

function CallNow({ model }: { model: ListedModel }) {
  const trpc = useTRPC()
  const test = useMutation(trpc.models.test.mutationOptions({ onError: () => undefined }))
  return (
    <section className="grid justify-items-stretch gap-2 border-t border-line pt-4">
      <div className="flex items-center gap-3">
        <h3 className="font-label">Call it now</h3>
        <Button
          icon={Play}
          className="ml-auto"
          busy={test.isPending}
          onClick={() => test.mutate({ id: model.id })}
        >
          {test.isPending ? 'Calling…' : 'Call'}
        </Button>
      </div>
      <p className="text-12 text-fg-3">
        One short question, as a run would ask it. It costs a little and shows under costs as a test.
      </p>
      {test.data && <TestResult {...test.data} />}
      {test.error && (
        <ErrorState title="It was not called" className="m-0">
          {messageOf(test.error)}
        </ErrorState>
      )}
    </section>
  )
}
