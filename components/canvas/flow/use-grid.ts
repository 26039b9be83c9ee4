'use client'

import { useSyncExternalStore } from 'react'

const SETTING = 'baton.canvas-grid'
const listeners = new Set<() => void>()

/** Whether cards stand on the grid where nothing else holds them; kept in this browser. */
export function useGrid(): { grid: boolean; setGrid: (on: boolean) => void } {
  const grid = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => localStorage.getItem(SETTING) !== 'off',
    () => true,
  )
  return { grid, setGrid }
}

function setGrid(on: boolean): void {
  localStorage.setItem(SETTING, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}
