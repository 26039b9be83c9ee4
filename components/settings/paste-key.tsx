'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { TestResult } from './test-result'
import type { ListedProvider, PutProviderResult } from './settings-types'

const FORM = 'paste-key'

/** A provider's key: asked for its models and tried at once. With `provider` it changes that one. */
export function PasteKey({
  open,
  onOpenChange,
  provider,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  provider?: ListedProvider
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const put = useMutation(
    trpc.models.putProvider.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.models.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
      },
    }),
  )
  const close = (next: boolean) => {
    onOpenChange(next)
    if (!next) put.reset()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="md"
      title={put.data ? 'The key works' : provider ? `Change ${provider.name}` : 'Paste a key'}
      footer={
        put.data ? (
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)} kbd="Esc">
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={FORM} busy={put.isPending}>
              {put.isPending ? 'Asking the provider…' : 'Save and call it now'}
            </Button>
          </>
        )
      }
    >
      {put.data ? (
        <Outcome result={put.data} />
      ) : (
        <ProviderForm
          provider={provider}
          error={put.error}
          onSend={(input) => put.mutate({ ...input, ...(provider ? { id: provider.id } : {}) })}
        />
      )}
    </Dialog>
  )
}

const FIELDS = ['/name', '/baseUrl', '/key']

function ProviderForm({
  provider,
  error,
  onSend,
}: {
  provider: ListedProvider | undefined
  error: unknown
  onSend: (input: { name: string; baseUrl: string; key?: string }) => void
}) {
  const [name, setName] = useState(provider?.name ?? 'OpenAI')
  const [baseUrl, setBaseUrl] = useState(provider?.baseUrl ?? 'https://api.openai.com/v1')
  const [key, setKey] = useState('')
  const message = otherwise(error, FIELDS)
  return (
    <form
      id={FORM}
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        onSend({ name, baseUrl, ...(key.trim() ? { key: key.trim() } : {}) })
      }}
    >
      {message && (
        <ErrorState title="Nothing was stored" className="m-0">
          {message}
        </ErrorState>
      )}
      <FormField
        label="Key"
        required={!provider?.hasKey}
        hint={
          provider?.hasKey
            ? 'Empty keeps the key that is stored; it is never shown.'
            : 'Sealed at rest; it reaches no browser, prompt or log. A server of your own may need none.'
        }
        error={problemAt(error, '/key')}
      >
        <Input
          type="password"
          autoComplete="off"
          autoFocus
          placeholder="sk-…"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </FormField>
      <FormField
        label="Address"
        required
        hint="Of OpenAI, or of anything that speaks its API"
        error={problemAt(error, '/baseUrl')}
      >
        <Input
          type="url"
          spellCheck={false}
          className="font-mono text-12"
          value={baseUrl}
          onChange={(event) => setBaseUrl(event.target.value)}
        />
      </FormField>
      <FormField label="Name" required error={problemAt(error, '/name')}>
        <Input value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
    </form>
  )
}

function Outcome({ result: { enabled, added, unpriced, test } }: { result: PutProviderResult }) {
  return (
    <div className="grid gap-3">
      <p>
        {enabled.length > 0 ? (
          <>
            <b className="font-label">{enabled.join(', ')}</b> {enabled.length === 1 ? 'is' : 'are'} on and{' '}
            {enabled.length === 1 ? 'answers' : 'answer'} agents from the next call on.
          </>
        ) : (
          'None of its models is on yet: state a price and turn one on.'
        )}{' '}
        <span className="text-fg-3">{figure(added.length)} were added.</span>
      </p>
      {test && <TestResult {...test} />}
      {unpriced.length > 0 && (
        <p className="text-fg-2">
          No price is known for {unpriced.slice(0, 3).join(', ')}
          {unpriced.length > 3 && ` and ${unpriced.length - 3} more`}. They stay off until you state it: Baton
          never asks a model whose cost it cannot reserve.
        </p>
      )}
    </div>
  )
}
