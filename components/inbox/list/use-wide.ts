'use client'

import { useMedia } from '@/components/ui/use-media'

/** Whether the list and the review stand side by side. */
export const useWide = (): boolean => useMedia('(min-width: 900px)', true)
