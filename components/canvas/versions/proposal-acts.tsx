'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { ListedProposal } from './version-types'

/** What may be done with a proposed version: its author withdraws it, somebody else decides. */
export function ProposalActs({
  team,
  proposal,
  next,
  onDone,
}: {
  team: { slug: string; name: string }
  proposal: ListedProposal
  /** The number it gets. */
  next: number
  onDone: () => void
}) {
  const [asks, setAsks] = useState<'approve' | 'decline' | 'withdraw'>()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const withdraw = useMutation(trpc.publishing.withdraw.mutationOptions())
  const over = async (title: string) => {
    await queryClient.invalidateQueries(trpc.teams.pathFilter())
    await queryClient.invalidateQueries(trpc.publishing.pathFilter())
    await queryClient.invalidateQueries(trpc.overview.pathFilter())
    toast({ title })
    setAsks(undefined)
    onDone()
  }
  return (
    <>
      {proposal.mayDecide && (
        <>
          <Button onClick={() => setAsks('decline')}>Decline…</Button>
          <Button variant="primary" onClick={() => setAsks('approve')}>
            Approve…
          </Button>
        </>
      )}
      {proposal.mine && <Button onClick={() => setAsks('withdraw')}>Withdraw…</Button>}
      {(asks === 'approve' || asks === 'decline') && (
        <Decide
          decision={asks}
          team={team}
          proposal={proposal}
          next={next}
          onClose={() => setAsks(undefined)}
          onDone={over}
        />
      )}
      <AlertDialog
        open={asks === 'withdraw'}
        onOpenChange={(open) => !open && setAsks(undefined)}
        title="Withdraw the proposal?"
        confirm="Withdraw"
        onConfirm={async () => {
          await withdraw.mutateAsync({ id: proposal.id })
          await over('The proposal is withdrawn')
        }}
      >
        Nobody is asked any more, and nothing is published. The draft stays as it is.
      </AlertDialog>
    </>
  )
}

function Decide({
  decision,
  team,
  proposal,
  next,
  onClose,
  onDone,
}: {
  decision: 'approve' | 'decline'
  team: { slug: string; name: string }
  proposal: ListedProposal
  next: number
  onClose: () => void
  onDone: (title: string) => Promise<void>
}) {
  const [reason, setReason] = useState('')
  const decide = useMutation(useTRPC().publishing.decide.mutationOptions({ onError: () => undefined }))
  const approves = decision === 'approve'
  const act = async () => {
    try {
      const { id, digest } = proposal
      const { version } = await decide.mutateAsync({ id, digest, decision, reason })
      await onDone(version ? `${team.name} v${version.number} is published` : 'The proposal is declined')
    } catch {
      // Shown below; the reason stays.
    }
  }
  const missing = problemAt(decide.error, '/reason')
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={approves ? `Publish ${team.name} v${next}?` : 'Decline the proposal?'}
      description={
        approves
          ? `Exactly what ${proposal.proposedBy.name} proposed is published, whatever became of the draft since. Runs in flight go on with theirs.`
          : `${proposal.proposedBy.name} reads the reason and can propose again.`
      }
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button variant="primary" busy={decide.isPending} onClick={() => void act()}>
            {approves ? `Approve and publish v${next}` : 'Decline'}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <FormField
          label={approves ? 'Note' : 'Why'}
          required={!approves}
          hint={approves ? 'It goes on the record.' : undefined}
          error={missing}
        >
          <Textarea
            rows={3}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
        {decide.error && !missing && (
          <ErrorState className="m-0" title="Nothing was decided">
            {messageOf(decide.error)}
          </ErrorState>
        )}
      </div>
    </Dialog>
  )
}
