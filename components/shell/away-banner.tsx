'use client'

import { useQueryClient } from '@tanstack/react-query'
import { DatabaseZap } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { databaseAwaySince, noteDatabase, onDatabase } from './database-away'

const LOOK_MS = 2000

/** While the database is away: says so, looks for it, and has everything shown read again once it is back. */
export function AwayBanner() {
  const queryClient = useQueryClient()
  const since = useSyncExternalStore(onDatabase, databaseAwaySince, () => undefined)
  useEffect(() => {
    if (!since) return
    const timer = setInterval(() => {
      void isBack().then((back) => {
        if (!back) return
        noteDatabase(null)
        void queryClient.invalidateQueries()
      })
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [since, queryClient])
  return (
    <div role="status" className="min-w-0">
      {since && (
        <p className="flex items-start gap-2 border-b border-blocked-line bg-blocked-bg px-4 py-1.5">
          <DatabaseZap className="mt-0.5 size-4 shrink-0 text-blocked-fg" aria-hidden />
          <span>
            <b className="font-label">
              The database cannot be reached since{' '}
              <time dateTime={since.toISOString()}>{since.toLocaleTimeString('en-GB')}</time>.
            </b>{' '}
            Nothing is lost; runs go on by themselves once it is back. What is shown may be old, and nothing
            can be changed until then.
          </span>
        </p>
      )}
    </div>
  )
}

/** Of the server's health only this: other things may be unwell without keeping anybody from working. */
async function isBack(): Promise<boolean> {
  try {
    const response = await fetch('/api/health', { cache: 'no-store' })
    return ((await response.json()) as { database?: unknown }).database === 'ok'
  } catch {
    return false
  }
}
