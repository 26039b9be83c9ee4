'use client'

import { useEffect, useState } from 'react'

/** How long a first press waits for the second. */
const ARMED_MS = 4000

/** For what cannot be taken back and is asked for twice: whether the first press was just made, and making it. */
export function useArmed(): [boolean, () => void] {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    if (!armed) return
    const timer = setTimeout(() => setArmed(false), ARMED_MS)
    return () => clearTimeout(timer)
  }, [armed])
  return [armed, () => setArmed(true)]
}
