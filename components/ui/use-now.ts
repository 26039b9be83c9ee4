'use client'

import { useSyncExternalStore } from 'react'

interface Clock {
  now: number
  listeners: Set<() => void>
  timer: ReturnType<typeof setInterval> | undefined
}

const clocks = new Map<number, Clock>()

/**
 * The time in ms, renewed every `everyMs`; all callers of one period share one timer, which sleeps when nobody listens.
 */
export function useNow(everyMs = 10_000): number {
  return useSyncExternalStore(
    (listener) => subscribe(everyMs, listener),
    () => clockOf(everyMs).now,
    () => clockOf(everyMs).now,
  )
}

function clockOf(everyMs: number): Clock {
  let clock = clocks.get(everyMs)
  if (!clock) clocks.set(everyMs, (clock = { now: Date.now(), listeners: new Set(), timer: undefined }))
  return clock
}

function subscribe(everyMs: number, listener: () => void): () => void {
  const clock = clockOf(everyMs)
  const tick = () => {
    clock.now = Date.now()
    for (const each of clock.listeners) each()
  }
  clock.listeners.add(listener)
  if (clock.timer === undefined) {
    clock.timer = setInterval(tick, everyMs)
    if (Date.now() - clock.now > everyMs) queueMicrotask(tick)
  }
  return () => {
    clock.listeners.delete(listener)
    if (clock.listeners.size > 0) return
    clearInterval(clock.timer)
    clock.timer = undefined
  }
}
