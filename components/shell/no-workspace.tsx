'use client'

import { EmptyState } from '@/components/ui/empty-state'
import { Page } from './page'

/** Signed in, but a member of nothing. */
export function NoWorkspace() {
  return (
    <Page title="No workspace">
      <EmptyState title="You belong to no workspace yet">
        Your account exists. Ask an admin to add you under Members; this page then opens by itself when you
        reload it.
      </EmptyState>
    </Page>
  )
}
