'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import {
  createContext,
  use,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { cx } from '@/components/ui/cx'
import type { Topic } from '@/server/trpc/live'
import { useTRPC } from './trpc'

export interface LiveChange {
  topic: Topic
  id: string
  at: Date
}

type LiveState = 'live' | 'connecting' | 'reconnecting'
const LiveContext = createContext<{ state: LiveState; listen: (listener: Listener) => () => void }>({
  state: 'connecting',
  listen: () => () => undefined,
})
type Listener = (change: LiveChange) => void

/** Which routers' answers a change may alter. The record grows with every one of them. */
const TOUCHES: Record<Topic, readonly string[]> = {
  run: ['runs', 'overview', 'session', 'teams', 'costs', 'agents', 'reviews', 'record'],
  review: ['reviews', 'overview', 'session', 'runs', 'teams', 'record'],
  team: ['teams', 'overview', 'contracts', 'agents', 'record'],
  agent: ['agents', 'overview', 'teams', 'record'],
  budget: ['budgets', 'costs', 'agents', 'overview', 'record'],
  record: ['record', 'members', 'tokens', 'models', 'connections', 'session'],
}
const THROTTLE_MS = 1000

/** Keeps what is on the screen true: mounted once in the shell. The line rests while the page is hidden. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC()
  const invalidate = useInvalidation()
  const listeners = useRef(new Set<Listener>())
  const visible = useSyncExternalStore(
    onVisibility,
    () => document.visibilityState === 'visible',
    () => true,
  )
  const subscription = useSubscription(
    trpc.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: ({ data }) => {
        invalidate(data)
        for (const listener of listeners.current) listener(data)
      },
    }),
  )
  const connected = subscription.status === 'pending'
  const [before, setBefore] = useState(false)
  if (connected && !before) setBefore(true)
  const state: LiveState = connected ? 'live' : before ? 'reconnecting' : 'connecting'
  useCatchUp(state)
  const value = useMemo(
    () => ({
      state,
      listen: (listener: Listener) => {
        listeners.current.add(listener)
        return () => listeners.current.delete(listener)
      },
    }),
    [state],
  )
  return <LiveContext value={value}>{children}</LiveContext>
}

/** Calls back on each change, for what must do more than read again. */
export function useLive(onChange: Listener): LiveState {
  const { state, listen } = use(LiveContext)
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => listen((change) => latest.current(change)), [listen])
  return state
}

/** `Live`, or that what is shown may be old. */
export function LiveIndicator({ className }: { className?: string }) {
  const { state } = use(LiveContext)
  return (
    <span
      role="status"
      className={cx('inline-flex items-center gap-1.5 px-2 text-12 whitespace-nowrap text-fg-3', className)}
    >
      <span
        aria-hidden
        className={cx('size-1.5 rounded-full', state === 'live' ? 'bg-fg-3' : 'border border-line-control')}
      />
      {state.charAt(0).toUpperCase() + state.slice(1)}
    </span>
  )
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** After a break everything shown is read again. */
function useCatchUp(state: LiveState): void {
  const queryClient = useQueryClient()
  const broken = useRef(false)
  useEffect(() => {
    if (state === 'live' && broken.current) void queryClient.invalidateQueries()
    broken.current = state === 'reconnecting'
  }, [state, queryClient])
}

/** Gathers changes for a second, then has the touched answers read again: at once for the first after a pause. */
function useInvalidation(): (change: LiveChange) => void {
  const queryClient = useQueryClient()
  const gathered = useRef<LiveChange[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (change) => {
    gathered.current.push(change)
    if (timer.current !== undefined) return
    const flush = () => {
      const changes = gathered.current.splice(0)
      timer.current = changes.length ? setTimeout(flush, THROTTLE_MS) : undefined
      if (changes.length === 0) return
      const routers = new Set(changes.flatMap(({ topic }) => TOUCHES[topic]))
      const runs = new Set(changes.map(({ id }) => id))
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => {
          const [path, options] = queryKey as [string[] | undefined, { input?: unknown } | undefined]
          return routers.has(path?.[0] ?? '') && !ofAnotherRun(options?.input, runs)
        },
      })
    }
    timer.current = setTimeout(flush, 50)
  }
}

/** A query about one run need not be asked again when only others moved. */
function ofAnotherRun(input: unknown, changed: ReadonlySet<string>): boolean {
  if (typeof input !== 'object' || input === null) return false
  const { id, runId } = input as { id?: unknown; runId?: unknown }
  const run = [id, runId].find((each) => typeof each === 'string' && each.startsWith('run_'))
  return typeof run === 'string' && !changed.has(run)
}
