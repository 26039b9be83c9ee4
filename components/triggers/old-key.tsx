'use client'

import { useState } from 'react'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'

/** When the key before ends, and its end now, for one that came into wrong hands. */
export function OldKey({ until, onEnd }: { until: Date; onEnd: () => Promise<unknown> }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>End the old key now…</Button>
      <span className="text-12 text-fg-3">
        The one before ends <RelativeTime at={until} focusable />
      </span>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="End the old key now?"
        confirm="End the old key"
        onConfirm={onEnd}
      >
        What is signed with it is refused from now on. Senders that have not changed over yet are turned away
        until they have the new key.
      </AlertDialog>
    </>
  )
}
