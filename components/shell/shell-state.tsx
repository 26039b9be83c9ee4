'use client'

import { createContext, use } from 'react'

export interface ShellState {
  openPalette: () => void
  showKeys: () => void
}

export const ShellContext = createContext<ShellState>({
  openPalette: () => undefined,
  showKeys: () => undefined,
})

/** What any screen may ask of the shell. */
export const useShell = (): ShellState => use(ShellContext)
