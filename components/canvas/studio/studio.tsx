'use client'

import dynamic from 'next/dynamic'
import { Page } from '@/components/shell/page'
import { StudioSkeleton } from './studio-skeleton'

/** The canvas measures and places with style attributes, which the policy allows in the browser only. */
export const Studio = dynamic(() => import('./studio-screen'), {
  ssr: false,
  loading: () => (
    <Page title="Team" crumbs={[{ label: 'Teams', href: '/teams' }]} scroll={false}>
      <StudioSkeleton />
    </Page>
  ),
})
