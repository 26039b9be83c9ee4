'use client'

import { Page } from '@/components/shell/page'

export function ConnectionsScreen() {
  return <Page title="Connections">{null}</Page>
}
