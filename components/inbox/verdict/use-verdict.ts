'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/components/shell/trpc'
import { toast } from '@/components/ui/toast'
import type { Verdict } from '@/domain/run/review'
import type { Review } from '../inbox-types'
import { counted } from '../words'
import { doneWords } from './acts'

/** Gives the verdict on what was shown; a refusal stays on the bar. */
export function useVerdict(review: Review, onDecided: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const mutation = useMutation(
    trpc.reviews.decide.mutationOptions({
      onError: () => undefined,
    }),
  )
  const give = (verdict: Omit<Verdict, 'digest'>, label: string) => {
    if (mutation.isPending) return
    mutation.mutate(
      { id: review.id, verdict: { ...verdict, digest: review.digest } },
      {
        onSuccess: ({ along }) => {
          toast({
            title: `${doneWords(review, verdict.decision, label)}${along > 0 ? `, ${counted(along, 'other step')} let go on with it` : ''}`,
            description: review.question,
            action: { label: 'See the run', run: () => router.push(`/runs/${review.runId}`) },
          })
          onDecided()
          void queryClient.invalidateQueries(trpc.reviews.pathFilter())
          void queryClient.invalidateQueries(trpc.session.pathFilter())
        },
      },
    )
  }
  return {
    give,
    error: mutation.error,
    busy: mutation.isPending,
    decision: mutation.variables?.verdict.decision,
    reset: mutation.reset,
  }
}
