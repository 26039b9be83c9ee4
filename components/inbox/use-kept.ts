'use client'

import { useState } from 'react'

const kept = new Map<string, unknown>()

/**
 * Like useState, but what was typed is there again after a look at another review. It lives as long as the page and is
 * bound to what was shown: a review that changed starts afresh.
 */
export function useKept<T>(
  review: { id: string; digest: string },
  name: string,
  initial: T,
): [T, (value: T) => void] {
  const key = `${review.id} ${review.digest} ${name}`
  const [value, setValue] = useState(() => (kept.has(key) ? (kept.get(key) as T) : initial))
  return [
    value,
    (next) => {
      kept.set(key, next)
      setValue(next)
    },
  ]
}
