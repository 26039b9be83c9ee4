'use client'

import { Page } from '@/components/shell/page'

export function MembersScreen() {
  return <Page title="Members">{null}</Page>
}
