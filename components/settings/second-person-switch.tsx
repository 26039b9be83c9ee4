'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import { ConfirmedSwitch } from '@/components/ui/confirmed-switch'
import { toast } from '@/components/ui/toast'

const LABEL = 'A second person agrees before versions and policies are published'

/** Whether versions and policies are published only after somebody else has agreed; asked before it changes. */
export function SecondPersonSwitch({ asked, mayEdit }: { asked: boolean; mayEdit: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const change = useMutation(trpc.publishing.askSecondPerson.mutationOptions())
  const act = async () => {
    await change.mutateAsync({ asked: !asked })
    await queryClient.invalidateQueries(trpc.publishing.pathFilter())
    toast({
      title: asked ? 'Versions and policies are published at once' : LABEL,
    })
  }
  return (
    <ConfirmedSwitch
      label={LABEL}
      hint={`Somebody who proposed and edited nothing of it: of a version an operator or reviewer, of policies another admin.${mayEdit ? '' : ' Only an admin changes this.'}`}
      on={asked}
      disabled={!mayEdit}
      title={asked ? 'Publish without a second person?' : 'Ask for a second person?'}
      confirm={asked ? 'Publish at once from now on' : 'Ask from now on'}
      onConfirm={act}
    >
      {asked
        ? 'In every team of this workspace, and for its policies, who may publish does so alone from now on. What is proposed already stays proposed. It goes on the record.'
        : 'In every team of this workspace, and for its policies, publishing becomes a proposal that somebody else approves. Policies wait for another admin: with only one there is nobody to approve them. It goes on the record.'}
    </ConfirmedSwitch>
  )
}
