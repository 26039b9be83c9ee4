'use client'

import { useMedia } from '@/components/ui/use-media'

/** Too narrow to draw on: there teams are read. */
export const useNarrow = (): boolean => useMedia('(max-width: 899px)')
