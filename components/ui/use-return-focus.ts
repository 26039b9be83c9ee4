'use client'

import { useEffect, useInsertionEffect, useLayoutEffect, useRef } from 'react'

/** Where one was before a dialog that gives way to another at this moment, as one that waited for what it shows. */
let before: HTMLElement | null = null

/**
 * Whoever closes what lies over the page goes on from where they were when it opened. Radix does so only for what its
 * own trigger opened. @returns what Content takes as `onCloseAutoFocus`
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const from = useRef<HTMLElement>(null)
  // Before its content is there, and takes the focus.
  useLayoutEffect(() => {
    if (!open) return
    from.current = whereOneIs() ?? before
    return () => {
      before = from.current
      queueMicrotask(() => (before = null))
    }
  }, [open])
  return (event) => {
    event.preventDefault()
    const place = from.current?.isConnected ? from.current : document.querySelector<HTMLElement>('#main')
    place?.focus({ preventScroll: true })
  }
}

/** The same for a panel beside the page, once it is gone. */
export function useFocusBack(): void {
  const from = useRef<HTMLElement>(null)
  // Before anything within it takes the focus.
  useInsertionEffect(() => {
    from.current ??= whereOneIs()
  }, [])
  useEffect(() => {
    const place = from.current
    return () => {
      // Whoever went elsewhere meanwhile stays there.
      if (document.activeElement === document.body && place?.isConnected) place.focus({ preventScroll: true })
    }
  }, [])
}

/** What has the focus; the button of a menu whose item has it, as the menu goes. */
function whereOneIs(): HTMLElement | null {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body) return null
  const button = at.closest('[role=menu]')?.getAttribute('aria-labelledby')
  return button ? document.getElementById(button) : at
}
