'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { toast } from '@/components/ui/toast'
import { whyDenied } from '@/domain/policy/denial'
import { deedInWords } from '@/domain/policy/deed-words'
import type { AccessLine, Policies } from './policy-types'
import { PublishDialog } from './publish-dialog'
import { RequestDialog } from './request-dialog'

/**
 * Decides on what policies are asked to permit. What is permitted becomes an edit of the policies, and goes the way of every edit: looked at
 * as a difference, published, and agreed to by a second person where the workspace asks for one.
 */
export function AccessDialog({ request, onClose }: { request: AccessLine; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayPublish = useMay('policy.publish')
  const [edited, setEdited] = useState<Policies>()
  const { data: held } = useQuery(trpc.policies.get.queryOptions())
  const titles = new Map(held?.current.policies.map(({ id, title }) => [id, title]))
  const decide = useMutation(
    trpc.policies.decideAccess.mutationOptions({
      onError: () => undefined,
      onSuccess: async (_, { decision }) => {
        const policies =
          decision === 'approve' && (await queryClient.fetchQuery(trpc.policies.get.queryOptions()))
        await queryClient.invalidateQueries(trpc.policies.pathFilter())
        if (policies && policies.draft.changed && mayPublish) return setEdited(policies)
        toast({
          title: !policies
            ? 'Refused'
            : policies.draft.changed
              ? 'It is in the draft of the policies now, and holds once somebody publishes that'
              : 'The policies that hold permit it already',
        })
        onClose()
      },
    }),
  )
  if (edited)
    return (
      <PublishDialog
        open
        onOpenChange={(open) => !open && onClose()}
        policies={edited}
        draft={edited.draft.policies}
      />
    )
  const { id, denial } = request
  return (
    <RequestDialog
      title={`Let ${request.who} ${deedInWords(request)}?`}
      askedBy={request.askedBy.name}
      asked={request.reason}
      approve="Permit…"
      decline="Refuse"
      hint="Asked for where it is refused."
      pending={decide.isPending ? decide.variables.decision : undefined}
      error={decide.error}
      onAnswer={(answer) => decide.mutate({ id, ...answer })}
      onClose={onClose}
    >
      {denial.policies.length > 0
        ? `${whyDenied(denial, titles)} To permit it, exactly this is excepted there.`
        : 'No policy permits it. To permit it, one is added that permits exactly this.'}{' '}
      {mayPublish
        ? 'You look at the change before it is published.'
        : 'It holds once somebody who may has published it.'}
    </RequestDialog>
  )
}
