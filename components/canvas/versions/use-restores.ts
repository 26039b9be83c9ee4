'use client'

import { useMemo } from 'react'
import { commandsTo } from '@/domain/team/commands-to'
import { useStudio } from '../studio/studio-context'
import type { SideRef } from './side-ref'
import { useSide } from './use-side'

/** Whether restoring it would change anything of what is drawn in the draft; false while it is read. */
export function useRestores(ref: SideRef): boolean {
  const { document } = useStudio()
  const { side } = useSide(ref)
  return useMemo(
    () => side !== undefined && commandsTo(document, side.document, '') !== undefined,
    [document, side],
  )
}
