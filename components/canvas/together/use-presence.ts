'use client'

import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { useDraftSignals } from '@/components/shell/live'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import type { Selection } from '../model/selection'
import type { RouterOutputs } from './outputs'

export type Present = RouterOutputs['teams']['bePresent'][number]

const BEAT_MS = 4000
/** Whoever goes through cards by key is not told at each of them. */
const SELECT_MS = 150

/** Who else has the draft open, and what they have selected; tells them the same of this window while it is in sight. */
export function usePresence({ id, slug }: { id: string; slug: string }, selection: Selection): Present[] {
  const { person } = useSession()
  const [client] = useState(() => crypto.randomUUID())
  const [others, setOthers] = useState<Present[]>([])
  const { mutate } = useMutation(
    useTRPC().teams.bePresent.mutationOptions({ onError: () => undefined, retry: false }),
  )
  const { nodes, edges, notes } = selection
  const beat = useEffectEvent(() => {
    if (document.visibilityState !== 'visible') return
    const chosen = { nodes: nodes.slice(0, 500), edges: edges.slice(0, 500), notes: notes.slice(0, 500) }
    mutate({ slug, client, selection: chosen }, { onSuccess: setOthers, onError: () => setOthers([]) })
  })
  const [told, setTold] = useState(0)
  useDraftSignals((signal) => {
    if (signal === null || (signal.team === id && signal.revision === undefined))
      setTold((times) => times + 1)
  })
  useEffect(() => {
    const timer = setTimeout(() => beat(), SELECT_MS)
    return () => clearTimeout(timer)
  }, [nodes, edges, notes, told])
  const leave = useCallback(() => tellGone(slug, client), [slug, client])
  useEffect(() => {
    const timer = setInterval(() => beat(), BEAT_MS)
    const onVisibility = () => (document.visibilityState === 'visible' ? beat() : leave())
    document.addEventListener('visibilitychange', onVisibility)
    window.addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [leave])
  return others.filter((other) => other.person.id !== person.id)
}

/** Goes out also while the page closes. If it does not, others see it within fifteen seconds. */
function tellGone(slug: string, client: string): void {
  const json = { slug, client, selection: { nodes: [], edges: [], notes: [] }, leaves: true }
  void fetch('/api/trpc/teams.bePresent', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json }),
  }).catch(() => undefined)
}
