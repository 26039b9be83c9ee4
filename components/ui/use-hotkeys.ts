'use client'

import { useEffect, useRef } from 'react'
import { bindHotkeys, type Hotkey } from './hotkeys'

/** Binds keys while the component is shown (and `enabled`). They rest while someone types or a dialog is open. */
export function useHotkeys(keys: readonly Hotkey[], enabled = true): void {
  const holder = useRef(keys)
  useEffect(() => {
    holder.current = keys
  })
  useEffect(() => (enabled ? bindHotkeys(holder) : undefined), [enabled])
}
