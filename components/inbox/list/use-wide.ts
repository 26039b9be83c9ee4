'use client'

import { useSyncExternalStore } from 'react'

const query = () => matchMedia('(min-width: 900px)')

/** Whether the list and the review stand side by side. */
export const useWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = query()
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => query().matches,
    () => true,
  )
