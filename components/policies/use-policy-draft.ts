'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { codeOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { policyChanges, type PolicyChange } from '@/domain/policy/cedar/changes'
import { policySetSchema, type PolicySet } from '@/domain/policy/cedar/policy'
import type { Policies } from './policy-types'

/** So long after the last letter what was typed is kept and looked through. */
const PAUSE_MS = 450

export interface PolicyDraft {
  policies: PolicySet
  changes: PolicyChange[]
  edit: (policies: PolicySet) => void
  /** `waiting`: not kept yet. `unfinished`: a name or a sentence is not as it must be, so nothing is kept. */
  state: 'kept' | 'waiting' | 'unfinished' | 'conflict' | 'failed'
  error: unknown
  /** Sends what is not kept yet once more. */
  again: () => void
  /** Gives up what was typed since, for what others made of it. */
  takeTheirs: () => Promise<void>
  discard: () => Promise<void>
}

/** Policies being edited: kept by themselves a moment after the last letter, one save after the other. */
export function usePolicyDraft(from: Policies): PolicyDraft {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const key = trpc.policies.get.queryKey()
  const [local, setLocal] = useState<PolicySet>()
  /** What was kept last: it may be known here before what is read says so. */
  const [kept, setKept] = useState<{ policies: PolicySet; revision: number }>()
  const draft = kept && kept.revision > from.draft.revision ? kept : from.draft
  const pending = useRef<PolicySet>(undefined)
  const revision = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sending = useRef(false)
  const save = useMutation(trpc.policies.save.mutationOptions({ onError: () => undefined }))
  const discardDraft = useMutation(trpc.policies.discard.mutationOptions())

  const send = async () => {
    if (sending.current) return
    sending.current = true
    let policies: PolicySet | undefined
    let sent: PolicySet | undefined
    try {
      while ((policies = pending.current)) {
        pending.current = undefined
        sent = policies
        const answer = await save.mutateAsync({ policies, revision: revision.current })
        revision.current = answer.revision
        const now = { policies, revision: answer.revision }
        setKept(now)
        queryClient.setQueryData(
          key,
          (old) => old && { ...old, draft: { ...now, changed: true }, problems: answer.problems },
        )
      }
      // What was typed meanwhile and is not finished stays.
      setLocal((now) => (now === sent ? undefined : now))
    } catch {
      // Said where it is edited (`save.error`); what was typed stays, and can be sent again.
      pending.current ??= policies
    } finally {
      sending.current = false
    }
  }
  const edit = (policies: PolicySet) => {
    if (local === undefined && !sending.current) revision.current = draft.revision
    setLocal(policies)
    clearTimeout(timer.current)
    if (!policySetSchema.safeParse(policies).success) {
      pending.current = undefined
      return
    }
    pending.current = policies
    timer.current = setTimeout(() => void send(), PAUSE_MS)
  }
  const forget = async () => {
    clearTimeout(timer.current)
    pending.current = undefined
    setLocal(undefined)
    setKept(undefined)
    save.reset()
    await queryClient.invalidateQueries(trpc.policies.pathFilter())
  }
  const policies = local ?? draft.policies
  const finished = local === undefined || policySetSchema.safeParse(local).success
  return {
    policies,
    changes: policyChanges(from.current.policies, policies),
    edit,
    state: !finished
      ? 'unfinished'
      : save.error
        ? codeOf(save.error) === 'CONFLICT'
          ? 'conflict'
          : 'failed'
        : local
          ? 'waiting'
          : 'kept',
    error: save.error,
    again: () => void send(),
    takeTheirs: forget,
    discard: async () => {
      await discardDraft.mutateAsync()
      await forget()
    },
  }
}
