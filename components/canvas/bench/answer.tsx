'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { Review } from '@/components/inbox/inbox-types'
import { Claims } from '@/components/inbox/review/claims'
import { Draft } from '@/components/inbox/review/draft'
import { Effects } from '@/components/inbox/review/effects'
import { Stopped } from '@/components/inbox/review/stopped'
import { useDraft } from '@/components/inbox/review/use-draft'
import { actsFor, type Decision } from '@/components/inbox/verdict/acts'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { SkeletonList } from '@/components/ui/skeleton'
import { Textarea } from '@/components/ui/input'

/** What a person would be asked, with all that they would be shown: the tester answers, and nobody else hears of it. */
export function Answer({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(useTRPC().reviews.get.queryOptions({ id }))
  if (error)
    return (
      <ErrorState className="m-0" title="The question could not be read" onRetry={() => refetch()}>
        {messageOf(error)}
      </ErrorState>
    )
  if (!data) return <SkeletonList rows={2} />
  return data.status === 'open' ? <Asked key={data.digest} review={data} /> : null
}

function Asked({ review }: { review: Review }) {
  const draft = useDraft(review)
  const [claim, setClaim] = useState<number>()
  const { view, kind, question, node } = review
  return (
    <section
      aria-label={`Asked of a person: ${question}`}
      className="@container grid gap-3 rounded-6 border border-waiting-line px-3 py-2"
    >
      <div>
        <p className="text-12 text-fg-2">A person would be asked at “{node.name}”</p>
        <h3 className="font-strong">{question}</h3>
      </div>
      {view.conflict && <Claims conflict={view.conflict} chosen={claim} onChoose={setClaim} />}
      <Stopped review={review} rules={draft.rules} />
      <Draft review={review} draft={draft} />
      {draft.effects.length > 0 && (
        <Effects
          effects={draft.effects}
          when="simulated if it goes on"
          stale={!draft.settled}
          message={draft.message}
        />
      )}
      {kind === 'budget' ? <BudgetWaits /> : <Give review={review} draft={draft} claim={claim} />}
    </section>
  )
}

/** Money is real in a try, and so is what it may cost. */
function BudgetWaits() {
  return (
    <p className="text-fg-2">
      The try waits here: budgets are real in a try as well. An admin raises it under{' '}
      <Link href="/costs" className="text-accent underline">
        Costs
      </Link>
      , and the try goes on by itself.
    </p>
  )
}

function Give({
  review,
  draft,
  claim,
}: {
  review: Review
  draft: ReturnType<typeof useDraft>
  claim: number | undefined
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayRun = useMay('run.start')
  const [reason, setReason] = useState('')
  const answer = useMutation(
    trpc.bench.answer.mutationOptions({
      onError: () => undefined,
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.runs.pathFilter()),
          queryClient.invalidateQueries(trpc.reviews.pathFilter()),
        ]),
    }),
  )
  const { view, kind } = review
  const acts = actsFor(review, {
    effects: draft.effects.length,
    edited: draft.edit !== undefined,
    editable: draft.editable,
    cap: '',
    claim,
  })
  const isUnfit = draft.edit !== undefined && (draft.problems.length > 0 || draft.message !== undefined)
  const [stops] = draft.rejected
  const said = reason.trim()
  const lacksReason = view.reasonRequired && said === ''
  const off = isUnfit
    ? 'The draft does not fit its contract yet.'
    : stops
      ? `${stops.id} stops this edit: ${stops.message}`
      : kind === 'conflict' && claim === undefined
        ? 'Choose the claim that holds.'
        : lacksReason
          ? 'This step asks for a reason.'
          : undefined
  const give = (decision: Decision) =>
    answer.mutate({
      id: review.id,
      verdict: {
        ...{ decision, digest: review.digest, reason: said },
        ...(decision === 'approve' && draft.edit ? { edit: draft.edit } : {}),
        ...(decision === 'approve' && claim !== undefined ? { claim } : {}),
      },
    })
  if (!mayRun) return <p className="text-fg-2">Whoever may start runs answers here.</p>
  return (
    <div className="grid gap-2">
      <FormField
        label={acts.sendBacks ? 'Reason, or instructions for sending it back' : 'Reason'}
        required={view.reasonRequired}
      >
        <Textarea
          rows={2}
          maxLength={2000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </FormField>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          variant="primary"
          busy={answer.isPending}
          disabled={off !== undefined || !draft.settled}
          title={off}
          onClick={() => give(acts.primary.decision)}
        >
          {acts.primary.label}
        </Button>
        <Button size="sm" disabled={answer.isPending || lacksReason} onClick={() => give('reject')}>
          {acts.reject.label}
        </Button>
        {acts.sendBacks !== undefined && (
          <Button
            size="sm"
            disabled={answer.isPending || said === '' || acts.sendBacks < 1}
            title={
              acts.sendBacks < 1
                ? 'It cannot be sent back any more.'
                : said === ''
                  ? 'Say first what should be different.'
                  : undefined
            }
            onClick={() => give('send_back')}
          >
            Send back
          </Button>
        )}
        {acts.edit && !draft.editing && (
          <Button size="sm" onClick={() => draft.setEditing(true)}>
            {acts.edit}
          </Button>
        )}
        {off && <span className="text-12 text-fg-2">{off}</span>}
      </div>
      {answer.error && (
        <p role="alert" className="text-failed-fg">
          {messageOf(answer.error)}
        </p>
      )}
    </div>
  )
}
