'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleSlash, Eye, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { isOver } from '@/domain/run/history'
import { AsAgentSheet } from './as-agent/as-agent-sheet'
import { agentsOf } from './as-agent/agents-of'
import { RestartDialog } from './restart/restart-dialog'
import type { RunDetail } from './run-types'

/** What can be done with a run: take it up where it ended early, else start it once more; or cancel it. */
export function RunActions({ run }: { run: RunDetail }) {
  const mayStart = useMay('run.start')
  const mayCancel = useMay('run.cancel') && !isOver(run.status)
  // One that is done, or under way, can only be started once more.
  const isOpen = run.status === 'failed' || run.status === 'cancelled'
  const [asking, setAsking] = useState<'again' | 'cancel' | 'as' | null>(null)
  const hasAgents = agentsOf(run).length > 0
  const open = (what: 'again' | 'cancel' | 'as') => ({
    open: asking === what,
    onOpenChange: (next: boolean) => setAsking(next ? what : null),
  })
  useHotkeys(
    [
      {
        keys: 'u',
        label: isOpen ? 'Take the run up' : 'Start the run once more',
        group: 'Run',
        run: () => setAsking('again'),
      },
    ],
    mayStart,
  )
  useHotkeys(
    [{ keys: 'v', label: 'See the run as one of its agents', group: 'Run', run: () => setAsking('as') }],
    hasAgents,
  )
  return (
    <>
      {hasAgents && (
        <Button icon={Eye} onClick={() => setAsking('as')} className="max-sm:h-11">
          <span className="max-sm:sr-only">See as agent…</span>
        </Button>
      )}
      {mayStart && (
        <Button icon={RotateCcw} onClick={() => setAsking('again')} className="max-sm:h-11">
          <span className="max-sm:sr-only">{isOpen ? 'Take up…' : 'Start once more…'}</span>
        </Button>
      )}
      {mayCancel && (
        <Button icon={CircleSlash} onClick={() => setAsking('cancel')} className="max-sm:h-11">
          <span className="max-sm:sr-only">Cancel…</span>
        </Button>
      )}
      <AsAgentSheet run={run} {...open('as')} />
      <RestartDialog run={run} onlyStart={!isOpen} {...open('again')} />
      <CancelRun run={run} {...open('cancel')} />
    </>
  )
}

interface DialogProps {
  run: RunDetail
  open: boolean
  onOpenChange: (open: boolean) => void
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
