'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { whyDenied } from '@/domain/policy/denial'
import { deedInWords } from '@/domain/policy/deed-words'
import type { AccessLine, Policies } from './policy-types'
import { PublishDialog } from './publish-dialog'

/**
 * Decides on what policies are asked to permit. What is permitted becomes an edit of the policies, and goes the way of every edit: looked at
 * as a difference, published, and agreed to by a second person where the workspace asks for one.
 */
export function AccessDialog({ request, onClose }: { request: AccessLine; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayPublish = useMay('policy.publish')
  const [reason, setReason] = useState('')
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
  const answer = (decision: 'approve' | 'decline') => decide.mutate({ id, decision, reason })
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      size="md"
      title={`Let ${request.who} ${deedInWords(request)}?`}
      description={`${request.askedBy.name}: ${request.reason}`}
      footer={
        <>
          <Button
            disabled={reason.trim() === ''}
            busy={decide.isPending && decide.variables.decision === 'decline'}
            onClick={() => answer('decline')}
          >
            Refuse
          </Button>
          <Button
            variant="primary"
            busy={decide.isPending && decide.variables.decision === 'approve'}
            onClick={() => answer('approve')}
          >
            Permit…
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {decide.error && (
          <ErrorState title="That did not work" className="m-0">
            {messageOf(decide.error)}
          </ErrorState>
        )}
        <p className="text-fg-2">
          {denial.policies.length > 0
            ? `${whyDenied(denial, titles)} To permit it, exactly this is excepted there.`
            : 'No policy permits it. To permit it, one is added that permits exactly this.'}{' '}
          {mayPublish
            ? 'You look at the change before it is published.'
            : 'It holds once somebody who may has published it.'}
        </p>
        <FormField label="Reason" hint="Asked for where it is refused.">
          <Textarea
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  )
}
