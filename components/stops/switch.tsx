'use client'

import { Check, CirclePlay, OctagonPause } from 'lucide-react'
import { useState } from 'react'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusChip } from '@/components/ui/status-chip'
import type { StoppedAt } from './stop-types'

/** One kill switch: how it stands, since when, by whom and why; turned after saying what happens. */
export function StopSwitch({
  name,
  called = name,
  stop,
  may,
  what,
  typing,
  onStop,
  onResume,
}: {
  name: string
  /** Within a sentence, where that differs. */
  called?: string
  /** Absent while it works. */
  stop: StoppedAt | undefined
  may: boolean
  /** What stops: `Every team of Quillon`. */
  what: string
  /** Asked to be typed before it is stopped. */
  typing?: string
  onStop: (reason: string) => Promise<unknown>
  onResume: (reason: string) => Promise<unknown>
}) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const act = async () => {
    await (stop ? onResume : onStop)(reason.trim())
    setReason('')
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-2">
      <span className="min-w-0 flex-1 basis-40">
        <b className="font-label">{name}</b>
        {stop && (
          <span className="block text-12 text-fg-2">
            Stopped <RelativeTime at={stop.since} />
            {stop.by && ` by ${stop.by.name}`}
            {stop.reason && `: ${stop.reason}`}
          </span>
        )}
      </span>
      {stop ? (
        <StatusChip status="blocked" icon={OctagonPause} word="Stopped" />
      ) : (
        <span className="inline-flex items-center gap-1.25 text-fg-3">
          <Check className="size-3.5" aria-hidden /> Works
        </span>
      )}
      {may && (
        <Button icon={stop ? CirclePlay : OctagonPause} onClick={() => setAsking(true)}>
          {stop ? 'Resume…' : 'Stop…'}
          <span className="sr-only"> {name}</span>
        </Button>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={stop ? `Resume ${called}?` : `Stop ${called}?`}
        confirm={stop ? 'Resume it' : 'Stop it'}
        {...(typing && !stop ? { typing } : {})}
        onConfirm={act}
      >
        <div className="grid gap-3">
          <span>
            {stop
              ? 'Its runs go on by themselves, each from the step at which it stood, and new ones may start.'
              : `${what} stops within two seconds: no step begins, and calls of models are broken off. A write that is out already finishes. Runs stand still where they are, and so do the runs that they called; none is started, and all go on once it is resumed.`}
          </span>
          <FormField label="Reason" hint="May stay empty. Stands on the record and beside what is stopped.">
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </FormField>
        </div>
      </AlertDialog>
    </li>
  )
}
