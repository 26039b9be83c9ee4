'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import { ConfirmedSwitch } from '@/components/ui/confirmed-switch'
import { toast } from '@/components/ui/toast'

const LABEL = 'A second person agrees before anybody is erased'

/** Whether an erasure waits for somebody else; asked before it changes. */
export function SecondEraserSwitch({ asked, mayEdit }: { asked: boolean; mayEdit: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const change = useMutation(trpc.privacy.askSecondPerson.mutationOptions())
  const act = async () => {
    await change.mutateAsync({ asked: !asked })
    await queryClient.invalidateQueries(trpc.privacy.pathFilter())
    toast({ title: asked ? 'One person erases alone' : LABEL })
  }
  return (
    <ConfirmedSwitch
      label={LABEL}
      hint={`Somebody who may erase and did not ask for it.${mayEdit ? '' : ' Only an admin changes this.'}`}
      on={asked}
      disabled={!mayEdit}
      title={asked ? 'Erase without a second person?' : 'Ask for a second person?'}
      confirm={asked ? 'Erase at once from now on' : 'Ask from now on'}
      onConfirm={act}
    >
      {asked
        ? 'Who may erase does so alone from now on. What waits already still waits. It goes on the record.'
        : 'Erasing becomes a request that somebody else approves. It goes on the record.'}
    </ConfirmedSwitch>
  )
}
