'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleSlash, RotateCcw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { isOver } from '@/domain/run/history'
import type { RunDetail } from './run-types'

/** What can be done with a run: once more with the same input, or stop it. */
export function RunActions({ run }: { run: RunDetail }) {
  const mayStart = useMay('run.start')
  const mayCancel = useMay('run.cancel') && !isOver(run.status)
  const [asking, setAsking] = useState<'again' | 'cancel' | null>(null)
  const open = (what: 'again' | 'cancel') => ({
    open: asking === what,
    onOpenChange: (next: boolean) => setAsking(next ? what : null),
  })
  return (
    <>
      {mayStart && (
        <Button icon={RotateCcw} onClick={() => setAsking('again')} className="max-sm:h-11">
          <span className="max-sm:sr-only">Run again…</span>
        </Button>
      )}
      {mayCancel && (
        <Button icon={CircleSlash} onClick={() => setAsking('cancel')} className="max-sm:h-11">
          <span className="max-sm:sr-only">Cancel…</span>
        </Button>
      )}
      <RunAgain run={run} {...open('again')} />
      <CancelRun run={run} {...open('cancel')} />
    </>
  )
}

interface DialogProps {
  run: RunDetail
  open: boolean
  onOpenChange: (open: boolean) => void
}

function RunAgain({ run, ...dialog }: DialogProps) {
  const router = useRouter()
  const start = useMutation(useTRPC().runs.start.mutationOptions())
  const act = async () => {
    const { id } = await start.mutateAsync({ team: run.team.slug, input: run.input, mode: run.mode })
    toast({ title: 'Started once more', description: run.title })
    router.push(`/runs/${id}`)
  }
  return (
    <AlertDialog {...dialog} title="Run it again?" confirm="Run again" onConfirm={act}>
      A new run of {run.team.name} starts with the same input, in the version that is published now (this one
      ran v{run.version.number}).{' '}
      {run.mode === 'shadow'
        ? 'It is a shadow: nothing is written outside.'
        : 'What it writes outside, it writes once more.'}{' '}
      This run stays as it is.
    </AlertDialog>
  )
}

function CancelRun({ run, ...dialog }: DialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const cancel = useMutation(trpc.runs.cancel.mutationOptions())
  const reviews = run.reviews.filter(({ status }) => status === 'open').length
  const sent = run.effects.filter(({ status }) => status === 'done').length
  const act = async () => {
    await cancel.mutateAsync({ id: run.id, reason: reason.trim() })
    await queryClient.invalidateQueries(trpc.runs.get.queryFilter({ id: run.id }))
    toast({ title: 'Cancelled', description: run.title })
  }
  return (
    <AlertDialog {...dialog} title={`Cancel “${run.title}”?`} confirm="Yes, cancel the run" onConfirm={act}>
      <p>
        It stops before its next step and its next effect, for good.
        {reviews > 0 && ` ${counted(reviews, 'open review is', 'open reviews are')} withdrawn.`}{' '}
        {sent > 0
          ? `${counted(sent, 'effect has', 'effects have')} gone out already and ${sent === 1 ? 'stays' : 'stay'} out.`
          : 'Nothing has been written outside yet.'}
      </p>
      <label className="mt-2.5 grid gap-1 text-12 text-fg-3">
        Why, for the record (may stay empty)
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </label>
    </AlertDialog>
  )
}
