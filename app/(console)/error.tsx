'use client'

import { Page } from '@/components/shell/page'
import { ErrorState } from '@/components/ui/error-state'

/** When a screen itself breaks: the rest of the console goes on. */
export default function ScreenError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <Page title="Something broke">
      <ErrorState title="This screen could not be shown" onRetry={reset}>
        {error.digest ? `The log has it under ${error.digest}. ` : `${error.message} `}
        Nothing you did was lost on the server. Try again, or go on elsewhere.
      </ErrorState>
    </Page>
  )
}
