'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import {
  createContext,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { cx } from '@/components/ui/cx'
import { noteDatabase } from './database-away'
import { LiveHub, type DraftListener, type LiveListener } from './live-hub'
import { useTRPC } from './trpc'

const REOPEN_MS = 3000

type LiveState = 'live' | 'connecting' | 'reconnecting'
interface Live {
  state: LiveState
  listen: LiveHub['listen']
  listenDrafts: LiveHub['listenDrafts']
}
const deaf = () => () => undefined
const LiveContext = createContext<Live>({ state: 'connecting', listen: deaf, listenDrafts: deaf })

/** Keeps what is on the screen true: mounted once in the shell. The line rests while the page is hidden. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [hub] = useState(() => new LiveHub(queryClient))
  const visible = useSyncExternalStore(
    onVisibility,
    () => document.visibilityState === 'visible',
    () => true,
  )
  const { status, reset } = useSubscription(
    trpc.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (said) => {
        if ('data' in said) hub.tell(said.data)
        else if ('draft' in said) hub.tellDraft(said.draft ?? null)
        else noteDatabase(said.databaseAwaySince)
      },
    }),
  )
  // A refused line is not opened again by the browser: it is asked for anew until there is one.
  useEffect(() => {
    if (status !== 'error') return
    const timer = setTimeout(reset, REOPEN_MS)
    return () => clearTimeout(timer)
  }, [status, reset])
  const connected = status === 'pending'
  const [before, setBefore] = useState(false)
  if (connected && !before) setBefore(true)
  const state: LiveState = connected ? 'live' : before ? 'reconnecting' : 'connecting'
  const broken = useRef(false)
  useEffect(() => {
    if (state === 'live' && broken.current) hub.catchUp()
    broken.current = state === 'reconnecting'
  }, [state, hub])
  const value = useMemo(() => ({ state, listen: hub.listen, listenDrafts: hub.listenDrafts }), [state, hub])
  return <LiveContext value={value}>{children}</LiveContext>
}

/** Calls back on each change, for what must do more than read again. */
export function useLive(onChange: LiveListener): LiveState {
  const { state, listen } = use(LiveContext)
  const latest = useEffectEvent(onChange)
  useEffect(() => listen((change) => latest(change)), [listen])
  return state
}

/** Calls back each time a draft moved, or may have. */
export function useDraftSignals(onSignal: DraftListener): LiveState {
  const { state, listenDrafts } = use(LiveContext)
  const latest = useEffectEvent(onSignal)
  useEffect(() => listenDrafts((signal) => latest(signal)), [listenDrafts])
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
