'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { differences, type Difference } from '@/components/ui/differences'
import { blankOf } from '@/domain/contract/blank'
import { isRecord } from '@/domain/contract/json-schema'
import type { Problem } from '@/domain/problem'
import type { EffectRequest, RuleOutcome } from '@/domain/run/step'
import type { Review } from '../inbox-types'
import { useKept } from '../use-kept'

const SETTLE_MS = 300
const NONE: never[] = []

export interface DraftState {
  /** As the agent left it. */
  original: Record<string, unknown>
  value: Record<string, unknown>
  changes: Difference[]
  /** What goes with the verdict; undefined as long as nothing differs. */
  edit: Record<string, unknown> | undefined
  /** Whether a person may change it here. */
  editable: boolean
  editing: boolean
  setEditing: (on: boolean) => void
  change: (value: Record<string, unknown>) => void
  undo: () => void
  /** What approving would send now. */
  effects: EffectRequest[]
  /** What the gate's rules say to the draft as it stands; undefined where no rules led here. */
  rules: RuleOutcome[] | undefined
  /** Rules that reject the edit although they let the draft through. */
  rejected: RuleOutcome[]
  problems: Problem[]
  /** Why what would be sent cannot be shown. */
  message: string | undefined
  /** The effects and problems are those of the value shown. */
  settled: boolean
}

/** The draft while it is edited: what differs, what is wrong with it, and what approving it would send. */
export function useDraft(review: Review): DraftState {
  const trpc = useTRPC()
  const { view } = review
  const [edited, setEdited] = useKept<Record<string, unknown> | undefined>(review, 'edit', undefined)
  const [editing, setEditing] = useState(edited !== undefined)
  const [asked, setAsked] = useState<Record<string, unknown>>()
  const byHand = review.kind === 'escalation' && view.draft !== undefined
  const original = useMemo(() => {
    if (isRecord(view.draft?.value)) return view.draft.value
    const blank = byHand && review.contract ? blankOf(review.contract.schema) : undefined
    return isRecord(blank) ? blank : {}
  }, [view.draft, review.contract, byHand])
  const decided = review.status === 'open' ? undefined : review.verdict?.edit
  const value = decided ?? edited ?? original
  const changes = useMemo(() => differences(original, value), [original, value])
  const editable =
    review.status === 'open' &&
    !review.approvalBarred &&
    !review.editBarred &&
    review.contract !== null &&
    (review.kind === 'approval' || byHand)
  const touched = edited !== undefined && (changes.length > 0 || byHand)

  useEffect(() => {
    const timer = setTimeout(() => setAsked(touched ? edited : undefined), touched ? SETTLE_MS : 0)
    return () => clearTimeout(timer)
  }, [touched, edited])
  const preview = useQuery(
    trpc.reviews.preview.queryOptions(
      { id: review.id, edit: asked ?? {} },
      {
        enabled: asked !== undefined && review.status === 'open',
        placeholderData: keepPreviousData,
        staleTime: Infinity,
        gcTime: 60_000,
      },
    ),
  )
  const error = touched && asked ? preview.error : null
  const problems = problemsOf(error).flatMap((problem) =>
    problem.pointer.startsWith('/edit') ? [{ ...problem, pointer: problem.pointer.slice(5) }] : [],
  )
  const followed = touched && asked && !byHand ? preview.data : undefined
  return {
    original,
    value,
    changes,
    edit: touched ? edited : undefined,
    editable,
    editing: editing && editable,
    setEditing: (on) => {
      setEditing(on)
      if (on && byHand && !edited) setEdited(original)
    },
    change: setEdited,
    undo: () => {
      setEdited(undefined)
      setEditing(false)
    },
    effects: followed?.effects ?? view.effects,
    rules: followed?.rules ?? view.rules,
    rejected: followed?.rejected ?? NONE,
    problems: problems.length ? problems : NONE,
    message: error && problems.length === 0 ? messageOf(error) : undefined,
    settled: !touched || (asked === edited && !preview.isFetching),
  }
}
