'use client'

import { useEffect } from 'react'

const EVERY_MS = 10 * 60_000

/** While the console is open its session is renewed; an account that is gone is signed out by the next call. */
export function useKeepSession(): void {
  useEffect(() => {
    const renew = () => {
      if (document.visibilityState === 'visible') void fetch('/api/auth/session').catch(() => undefined)
    }
    const timer = setInterval(renew, EVERY_MS)
    return () => clearInterval(timer)
  }, [])
}
