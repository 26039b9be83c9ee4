'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Page } from './page'

/** There is nothing at this address. */
export function NotFoundScreen({ what = 'page' }: { what?: string }) {
  return (
    <Page title="Not found">
      <EmptyState
        title={`There is no such ${what} in this workspace`}
        action={
          <Button asChild>
            <Link href="/">Go to the overview</Link>
          </Button>
        }
      >
        It may have been removed, belong to another workspace, or the address is mistyped.
      </EmptyState>
    </Page>
  )
}
