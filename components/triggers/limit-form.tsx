'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { TriggerList } from './trigger-types'

/** How many runs of the team may be in flight; the rest of a burst waits its turn. */
export function LimitForm({
  team,
  limit,
  mayEdit,
}: {
  team: TriggerList['team']
  limit: TriggerList['limit']
  mayEdit: boolean
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState(limit.maxInFlight?.toString() ?? '')
  const save = useMutation(
    trpc.triggers.limit.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ admitted }) => {
        await queryClient.invalidateQueries(trpc.triggers.pathFilter())
        toast({
          title: text.trim() ? `At most ${text.trim()} in flight` : 'No limit any more',
          ...(admitted > 0
            ? { description: `${counted(admitted, 'queued run starts', 'queued runs start')} now` }
            : {}),
        })
      },
    }),
  )
  const number = text.trim() === '' ? null : Number(text)
  const wrong = number !== null && (!Number.isInteger(number) || number < 1 || number > 10_000)
  const now =
    limit.maxInFlight === null
      ? 'No limit: every run starts at once.'
      : `${limit.inFlight} of ${limit.maxInFlight} in flight, ${limit.queued} queued.`
  return (
    <form
      noValidate
      aria-labelledby="limit"
      className="m-5 grid max-w-150 gap-2 border-t border-line pt-5 max-sm:m-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && !save.isPending) save.mutate({ team: team.slug, maxInFlight: number })
      }}
    >
      <h2 id="limit" className="font-strong">
        Runs in flight
      </h2>
      <p className="text-fg-2">
        {now} What starts beyond the limit waits in the queue and goes on in its order. Runs that wait for a
        person count.
      </p>
      {mayEdit && (
        <div className="flex items-end gap-2">
          <FormField
            label="At most"
            className="w-40"
            error={wrong ? 'a whole number from 1 to 10000' : save.error ? messageOf(save.error) : undefined}
          >
            <Input
              inputMode="numeric"
              placeholder="no limit"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </FormField>
          <Button type="submit" busy={save.isPending} disabled={number === limit.maxInFlight}>
            Save
          </Button>
        </div>
      )}
    </form>
  )
}
