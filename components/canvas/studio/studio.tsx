'use client'

import dynamic from 'next/dynamic'
import { PageSkeleton } from '@/components/shell/page'

/** The canvas measures and places with style attributes, which the policy allows in the browser only. */
export const Studio = dynamic(() => import('./studio-screen'), {
  ssr: false,
  loading: () => <PageSkeleton />,
})
