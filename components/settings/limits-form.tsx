'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { Guard } from './settings-types'
import { readLimit, showLimit } from './whole-number'

const NO_NUMBER = 'A whole number from 1 on, as in 500; empty for no limit'
const FIELDS = [
  { key: 'requestsPerMinute', label: 'Requests a minute' },
  { key: 'tokensPerMinute', label: 'Tokens a minute' },
  { key: 'parallelCalls', label: 'Calls at once' },
] as const

/** What may be sent to a provider or a model, by all workers together. */
export function LimitsForm({
  id,
  name,
  guard,
  onSaved,
}: {
  id: string
  name: string
  guard: Guard | null
  onSaved?: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [texts, setTexts] = useState({
    requestsPerMinute: showLimit(guard?.requestsPerMinute ?? null),
    tokensPerMinute: showLimit(guard?.tokensPerMinute ?? null),
    parallelCalls: showLimit(guard?.parallelCalls ?? null),
  })
  const save = useMutation(
    trpc.models.putLimits.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.models.pathFilter())
        toast({ title: `The limits of ${name} are saved` })
        onSaved?.()
      },
    }),
  )
  const message = otherwise(
    save.error,
    FIELDS.map(({ key }) => `/${key}`),
  )
  return (
    <form
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        const requestsPerMinute = readLimit(texts.requestsPerMinute)
        const tokensPerMinute = readLimit(texts.tokensPerMinute)
        const parallelCalls = readLimit(texts.parallelCalls)
        if (requestsPerMinute === undefined || tokensPerMinute === undefined || parallelCalls === undefined)
          return
        save.mutate({ id, requestsPerMinute, tokensPerMinute, parallelCalls })
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      {FIELDS.map(({ key, label }) => (
        <FormField
          key={key}
          label={label}
          error={readLimit(texts[key]) === undefined ? NO_NUMBER : problemAt(save.error, `/${key}`)}
        >
          <Input
            inputMode="numeric"
            placeholder="no limit"
            value={texts[key]}
            onChange={(event) => setTexts((before) => ({ ...before, [key]: event.target.value }))}
          />
        </FormField>
      ))}
      <div>
        <Button type="submit" busy={save.isPending}>
          Save limits
        </Button>
      </div>
    </form>
  )
}
