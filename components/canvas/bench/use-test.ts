'use client'

import { useQueryState } from 'nuqs'

const WHOLE = 'team'

/** Whether the bench is open, and on what: the whole team or one step. Named in the address, so that it can be linked. */
export function useTest() {
  const [test, set] = useQueryState('test')
  return {
    isOpen: test !== null,
    /** The one step that is to be tried. */
    node: test === null || test === WHOLE ? undefined : test,
    open: (node?: string) => void set(node ?? WHOLE),
    close: () => void set(null),
  }
}
