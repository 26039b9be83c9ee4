'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { PolicyDiff } from './policy-diff'
import type { Policies } from './policy-types'

/** Before policies hold: what changes against those that do, and why, in a note. */
export function PublishDialog({
  open,
  onOpenChange,
  policies,
  draft,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  policies: Policies
  draft: PolicySet
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [note, setNote] = useState('')
  const { secondPerson, current } = policies
  const publish = useMutation(
    trpc.policies.publish.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ number, status }) => {
        await queryClient.invalidateQueries(trpc.policies.pathFilter())
        setNote('')
        onOpenChange(false)
        toast({
          title:
            status === 'current'
              ? `Version ${number} of the policies holds now`
              : `Version ${number} of the policies waits for a second person`,
        })
      },
    }),
  )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) publish.reset()
        onOpenChange(next)
      }}
      size="lg"
      title={secondPerson ? 'Propose these policies' : 'Publish these policies'}
      description={
        secondPerson
          ? 'Somebody who had no hand in them decides. Until then nothing changes.'
          : 'They hold at once, for runs under way as well.'
      }
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Go back</Button>
          <Button
            variant="primary"
            busy={publish.isPending}
            onClick={() => publish.mutate({ revision: policies.draft.revision, note })}
          >
            {secondPerson ? 'Propose' : 'Publish'}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {publish.error && (
          <ErrorState title="They were not published" className="m-0">
            {messageOf(publish.error)}
            <ul>
              {problemsOf(publish.error).map(({ message }) => (
                <li key={message}>{message}</li>
              ))}
            </ul>
          </ErrorState>
        )}
        <FormField label="Why" hint="It stands in the list of versions and on the record.">
          <Textarea
            rows={2}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </FormField>
        <PolicyDiff before={current.policies} after={draft} />
      </div>
    </Dialog>
  )
}
