'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

/** A pause in typing after which what was typed becomes an edit. */
const PAUSE_MS = 350

/**
 * What is being typed, ahead of the document: an edit is made after a pause or on leaving, so that one undo takes
 * back a phrase and not a letter. A change from elsewhere (undo, another editor) replaces it; `drop` goes back to what
 * stands.
 */
export function useDraft<T>(
  value: T,
  commit: (value: T) => void,
): { draft: T; change: (value: T) => void; flush: () => void; drop: () => void } {
  const [draft, setDraft] = useState(value)
  const [seen, setSeen] = useState(value)
  const pending = useRef<{ value: T } | undefined>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const latest = useRef(commit)
  useEffect(() => {
    latest.current = commit
  })
  if (seen !== value) {
    setSeen(value)
    setDraft(value)
  }
  const flush = useCallback(() => {
    clearTimeout(timer.current)
    const typed = pending.current
    pending.current = undefined
    if (typed) latest.current(typed.value)
  }, [])
  // Leaving the form by any way keeps what was typed.
  useEffect(() => flush, [flush])
  const change = useCallback(
    (next: T) => {
      setDraft(next)
      pending.current = { value: next }
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, PAUSE_MS)
    },
    [flush],
  )
  const drop = () => {
    clearTimeout(timer.current)
    pending.current = undefined
    setDraft(value)
  }
  return { draft, change, flush, drop }
}
