'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useDraftSignals } from '@/components/shell/live'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { toast } from '@/components/ui/toast'
import { CommandError } from '@/domain/team/command'
import { BrowserKeep } from './draft-keep'
import type { Base, Draft } from './draft-port'
import { DraftStore } from './draft-store'

/** What passes by itself: the line, the server, the database, a session that has to be renewed. */
const PASSES = new Set([
  undefined,
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'TOO_MANY_REQUESTS',
  'UNAUTHORIZED',
])
const LOOK_MS = 3000

/** The draft of a team as it is edited here, kept on the server, and in the browser until it is there. */
export function useDraftStore(
  { id, slug }: { id: string; slug: string },
  base: Base,
): { store: DraftStore; draft: Draft } {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  // The store shows what goes wrong itself.
  const { mutateAsync: apply } = useMutation(
    trpc.teams.applyEdits.mutationOptions({ onError: () => undefined, networkMode: 'always' }),
  )
  const [{ store, keep }] = useState(() => {
    const kept = new BrowserKeep({ team: id, person: person.id }, window.localStorage)
    return {
      keep: kept,
      store: new DraftStore(
        base,
        {
          apply: (revision, commands, batch) => apply({ slug, revision, commands, batch }),
          since: (revision) =>
            queryClient.fetchQuery({
              ...trpc.teams.editsSince.queryOptions({ slug, revision }),
              staleTime: 0,
              gcTime: 0,
              retry: false,
              networkMode: 'always',
            }),
          fault: (error) => {
            const code = codeOf(error)
            return {
              kind: code === 'CONFLICT' ? 'conflict' : PASSES.has(code) ? 'away' : 'refused',
              message: messageOf(error),
            }
          },
        },
        kept,
      ),
    }
  })
  const draft = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot)
  useEffect(() => store.adopt(base), [store, base])
  useDraftSignals((signal) => {
    if (signal === null) store.lookAgain()
    else if (signal.team === id && signal.revision !== undefined) store.adopt({ revision: signal.revision })
  })
  useTakeUp(store, keep)
  useLeaving(store, keep)
  return { store, draft }
}

/** What earlier windows could not save comes back, one after the other. */
function useTakeUp(store: DraftStore, keep: BrowserKeep): void {
  useEffect(() => {
    const look = () => {
      if (store.dirty) return
      const unsaved = keep.take()
      if (!unsaved) return
      try {
        store.recover(unsaved)
        toast({ tone: 'info', title: 'Edits that were not saved before are back, and are saved now.' })
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
        toast({ tone: 'failed', title: `Edits from before could not be taken up: ${error.message}` })
      }
    }
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [store, keep])
}

/** Hiding the page sends what waits, and a line that is back does; leaving asks only where the browser cannot keep it. */
function useLeaving(store: DraftStore, keep: BrowserKeep): void {
  useEffect(() => {
    const close = store.open()
    const warn = (event: BeforeUnloadEvent) => {
      if (store.dirty && !keep.holds) event.preventDefault()
    }
    const hide = () => document.visibilityState === 'hidden' && void store.flush()
    const back = () => store.lookAgain()
    const leave = () => keep.leave()
    // A page that comes back as it was may have left its edits to another window meanwhile.
    const shown = (event: PageTransitionEvent) => event.persisted && location.reload()
    window.addEventListener('beforeunload', warn)
    window.addEventListener('pagehide', leave)
    window.addEventListener('pageshow', shown)
    window.addEventListener('online', back)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', shown)
      window.removeEventListener('online', back)
      document.removeEventListener('visibilitychange', hide)
      close()
    }
  }, [store, keep])
}
