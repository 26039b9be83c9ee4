'use client'

import { useSyncExternalStore, type ReactNode } from 'react'

const never = () => () => undefined

/** Whether the page is alive in the browser; false in the server's HTML and while React takes it over. */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

/**
 * Drawn in the browser only. The content policy refuses style attributes in the server's HTML, and what a page shows
 * comes by procedure calls anyway.
 */
export function InBrowser({ fallback = null, children }: { fallback?: ReactNode; children: ReactNode }) {
  return useInBrowser() ? children : fallback
}
