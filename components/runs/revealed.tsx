'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useEffect, useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { HiddenNote } from '@/components/ui/hidden-note'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { useNow } from '@/components/ui/use-now'

/** What of a run is hidden from its reader, with a way to see it on the record; or that it is shown to them that way. */
export function Revealed({
  run,
  hidden,
  className,
}: {
  run: string
  hidden: readonly { path: string; visibility: string }[]
  className?: string
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const may = useMay('value.reveal')
  const now = useNow(5000)
  const [asking, setAsking] = useState(false)
  const { data: mine } = useQuery(trpc.reveals.mine.queryOptions({ run }, { enabled: may }))
  const left = mine ? mine.endsAt.getTime() - now : null
  const over = left !== null && left <= 0
  const lasts = mine && !over ? mine : null
  useEffect(() => {
    // What was shown for a time is not left standing.
    if (over) void queryClient.invalidateQueries()
  }, [over, queryClient])
  const end = useMutation(
    trpc.reveals.end.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  )
  return (
    <>
      {lasts && (
        <div
          role="status"
          className={cx(
            'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-6 border border-waiting-line bg-waiting-bg px-3 py-2',
            className,
          )}
        >
          <Eye className="size-4 shrink-0 text-waiting-fg" aria-hidden />
          <p className="min-w-0 flex-1 basis-60">
            <b className="font-label">This run is shown to you beyond your clearance.</b> That is on the
            record, with your reason. It ends <RelativeTime at={lasts.endsAt} focusable />.
          </p>
          <Button size="sm" variant="ghost" busy={end.isPending} onClick={() => end.mutate({ run })}>
            Hide it again
          </Button>
        </div>
      )}
      {hidden.length > 0 && (
        <div className={cx('flex items-start gap-2 max-sm:flex-col', className)}>
          <HiddenNote hidden={hidden} className="min-w-0 flex-1 max-sm:w-full" />
          {may && !lasts && (
            <Button icon={Eye} className="mt-0.5" onClick={() => setAsking(true)}>
              Show it to me…
            </Button>
          )}
        </div>
      )}
      {asking && <Ask run={run} onClose={() => setAsking(false)} />}
    </>
  )
}

function Ask({ run, onClose }: { run: string; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const reveal = useMutation(
    trpc.reveals.reveal.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        onClose()
      },
    }),
  )
  return (
    <FormDialog
      title="Show what is hidden of this run"
      description="You see all of it for half an hour, as far as no policy forbids you. That you looked, and why, is on the record for good, where auditors and admins read it."
      act="Show it to me"
      busy={reveal.isPending}
      disabled={reason.trim().length < 10}
      failed="It was not shown"
      message={otherwise(reveal.error, ['/reason'])}
      onSend={() => reveal.mutate({ run, reason })}
      onClose={onClose}
    >
      <FormField
        label="Why you need to see it"
        required
        hint="In a sentence, for the record"
        error={problemAt(reveal.error, '/reason')}
      >
        <Input
          autoComplete="off"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </FormDialog>
  )
}
