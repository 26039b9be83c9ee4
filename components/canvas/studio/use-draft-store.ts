'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { toast } from '@/components/ui/toast'
import { DraftStore, type Base, type Draft } from './draft-store'

/** The draft of a team as it is edited here, kept on the server. */
export function useDraftStore(slug: string, base: Base): { store: DraftStore; draft: Draft } {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  // The store shows what goes wrong itself.
  const quiet = { onError: () => undefined }
  const { mutateAsync: apply } = useMutation(trpc.teams.applyEdits.mutationOptions(quiet))
  const { mutateAsync: put } = useMutation(trpc.teams.put.mutationOptions(quiet))
  const [store] = useState(
    () =>
      new DraftStore(base, {
        apply: (revision, commands) => apply({ slug, revision, commands }),
        put: (revision, document) => put({ slug, revision, document }),
        load: () => queryClient.fetchQuery({ ...trpc.teams.get.queryOptions({ slug }), staleTime: 0 }),
        fault: (error) => ({
          kind: codeOf(error) === 'CONFLICT' ? 'conflict' : codeOf(error) === undefined ? 'away' : 'refused',
          message: messageOf(error),
        }),
      }),
  )
  const draft = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot)
  useEffect(() => store.adopt(base), [store, base])
  useLeaveWarning(store)
  useMergeNotice(draft)
  return { store, draft }
}

/** Leaving with unsaved edits asks first; hiding the page sends them. */
function useLeaveWarning(store: DraftStore): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (store.dirty) event.preventDefault()
    }
    const hide = () => document.visibilityState === 'hidden' && void store.flush()
    window.addEventListener('beforeunload', warn)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('beforeunload', warn)
      document.removeEventListener('visibilitychange', hide)
      void store.flush()
    }
  }, [store])
}

function useMergeNotice({ merged }: Draft): void {
  useEffect(() => {
    if (merged.times === 0) return
    toast({
      tone: 'info',
      title: 'Someone else edited this team meanwhile. Your edits were put on top of theirs.',
      ...(merged.dropped > 0
        ? {
            description: `${merged.dropped} no longer applied and ${merged.dropped === 1 ? 'was' : 'were'} left out.`,
          }
        : {}),
    })
  }, [merged])
}
