'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { ErrorState } from '@/components/ui/error-state'
import { LabelledSwitch } from '@/components/ui/labelled-switch'
import { toast } from '@/components/ui/toast'
import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { AskOffDialog } from './ask-off-dialog'
import { OffAsked } from './off-asked'
import { SECOND_PERSON_WORDS } from './words'

/** Whether something waits for a second person: one person turns it on, and asks for it to be turned off. */
export function SecondPersonSwitch({ what }: { what: SecondPersonFor }) {
  const trpc = useTRPC()
  const mayEdit = useMay(SECOND_PERSON[what].edits)
  const [changing, setChanging] = useState(false)
  const { data, error, refetch, isFetching } = useQuery(trpc.secondPerson[what].get.queryOptions())
  const { label, hint } = SECOND_PERSON_WORDS[what]
  if (!data)
    return error ? (
      <ErrorState
        title="Whether a second person agrees could not be read"
        className="m-0"
        onRetry={refetch}
        retrying={isFetching}
      >
        {messageOf(error)}
      </ErrorState>
    ) : null
  const close = () => setChanging(false)
  return (
    <>
      <LabelledSwitch
        label={label}
        hint={`${hint} ${mayEdit ? 'One person turns it on; another agrees before it is turned off.' : 'Only an admin changes this.'}`}
        on={data.asked}
        disabled={!mayEdit || data.off !== null}
        onChange={() => setChanging(true)}
      >
        {data.off && <OffAsked off={data.off} people={data} />}
      </LabelledSwitch>
      {changing &&
        (data.asked ? (
          <AskOffDialog what={what} people={data} onClose={close} />
        ) : (
          <TurnOn what={what} onClose={close} />
        ))}
    </>
  )
}

function TurnOn({ what, onClose }: { what: SecondPersonFor; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const ask = useMutation(trpc.secondPerson[what].ask.mutationOptions())
  const { label, on } = SECOND_PERSON_WORDS[what]
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Ask for a second person?"
      confirm="Ask from now on"
      onConfirm={async () => {
        await ask.mutateAsync()
        await queryClient.invalidateQueries()
        toast({ title: label })
      }}
    >
      {on} One person alone does not turn it off again. It goes on the record.
    </AlertDialog>
  )
}
