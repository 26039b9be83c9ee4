'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Unsaved {
  guard: (go: () => void) => void
  /** Tells whether there is something to lose. */
  tell: (unsaved: boolean) => void
  /** Whether to ask: something is about to happen that would lose it. */
  asks: boolean
  leave: () => void
  stay: () => void
}

/**
 * Keeps something that is not saved by itself from being lost: `guard` does at once what loses nothing, and otherwise
 * asks first. Links of the console ask too, and the browser before the page goes.
 */
export function useUnsaved(): Unsaved {
  const unsaved = useRef(false)
  const [leaving, setLeaving] = useState<{ go: () => void }>()
  const router = useRouter()
  const guard = useCallback((go: () => void) => {
    if (unsaved.current) setLeaving({ go })
    else go()
  }, [])
  const tell = useCallback((is: boolean) => {
    unsaved.current = is
  }, [])
  const leave = () => {
    unsaved.current = false
    leaving?.go()
    setLeaving(undefined)
  }
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved.current) event.preventDefault()
    }
    // Before the link's own handler, which would go there.
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || link?.target === '_blank'
      if (!unsaved.current || !link || elsewhere || link.origin !== location.origin) return
      event.preventDefault()
      event.stopPropagation()
      guard(() => router.push(link.pathname + link.search))
    }
    window.addEventListener('beforeunload', onUnload)
    document.addEventListener('click', onClick, true)
    return () => {
      window.removeEventListener('beforeunload', onUnload)
      document.removeEventListener('click', onClick, true)
    }
  }, [guard, router])
  return { guard, tell, asks: leaving !== undefined, leave, stay: () => setLeaving(undefined) }
}
