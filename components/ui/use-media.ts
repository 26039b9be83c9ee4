'use client'

import { useSyncExternalStore } from 'react'

/** Whether a media query holds now; `otherwise` is said where there is no window. */
export const useMedia = (query: string, otherwise = false): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
    () => otherwise,
  )
