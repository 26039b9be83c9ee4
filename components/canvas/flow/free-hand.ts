'use client'

import { useCallback, useEffect, useRef } from 'react'

/** Whether Alt is held now: then nothing jumps into line. */
export function useFreeHand(): () => boolean {
  const held = useRef(false)
  useEffect(() => {
    const note = (event: MouseEvent | KeyboardEvent) => {
      held.current = event.altKey
    }
    // Before the canvas hears of the pointer.
    const names = ['pointermove', 'pointerdown', 'keydown', 'keyup'] as const
    for (const name of names) window.addEventListener(name, note, true)
    return () => {
      for (const name of names) window.removeEventListener(name, note, true)
    }
  }, [])
  return useCallback(() => held.current, [])
}
