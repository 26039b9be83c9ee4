'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import { judgeHead, toRemember, type Judgement, type Remembered } from '../proof/judge-head'
import type { RecordHead } from '../record-types'

const STORE = 'baton.record.'

/** Judges the record by what is signed and what this browser has seen before, and remembers what it saw. */
export function useJudgement(workspaceId: string, head: RecordHead | undefined): Judgement | undefined {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const latest = head?.checkpoints[0]
  const { data } = useQuery({
    queryKey: ['record-judgement', workspaceId, latest?.note ?? '', head?.key ?? ''],
    enabled: head !== undefined,
    staleTime: Infinity,
    placeholderData: (before: Judgement | undefined) => before,
    queryFn: async (): Promise<Judgement> => {
      if (!head) return { state: 'empty' }
      const judged = await judgeHead(head, recall(workspaceId), (from, to) =>
        queryClient.fetchQuery(trpc.record.growth.queryOptions({ from, to }, { staleTime: Infinity })),
      )
      if (judged.state === 'sound' && head.key)
        localStorage.setItem(STORE + workspaceId, JSON.stringify(toRemember(judged, head.key, new Date())))
      return judged
    },
  })
  return data
}

function recall(workspaceId: string): Remembered | null {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE + workspaceId) ?? 'null') as Partial<Remembered> | null
    return kept && typeof kept.size === 'number' && kept.root && kept.key && kept.at
      ? (kept as Remembered)
      : null
  } catch {
    return null
  }
}
