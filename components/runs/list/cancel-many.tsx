'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { counted, figure } from '@/components/ui/counted'
import { toast } from '@/components/ui/toast'
import type { RunRow } from '../run-types'

/** Before several runs are stopped: what that does to them, and what it cannot undo. */
export function CancelMany({
  runs,
  open,
  onOpenChange,
  onDone,
}: {
  runs: readonly RunRow[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: () => void
}) {
  const [at, setAt] = useState<number>()
  const cancel = useMutation(useTRPC().runs.cancel.mutationOptions({ onError: () => undefined }))
  const many = counted(runs.length, 'run')
  const waiting = runs.filter(({ status }) => status === 'waiting' || status === 'blocked').length

  const act = async () => {
    const refused: string[] = []
    for (const [index, run] of runs.entries()) {
      setAt(index + 1)
      try {
        await cancel.mutateAsync({ id: run.id, reason: '' })
      } catch (error) {
        refused.push(`${run.title}: ${messageOf(error)}`)
      }
    }
    setAt(undefined)
    onDone()
    const stopped = runs.length - refused.length
    toast({
      tone: refused.length ? 'failed' : 'done',
      title: `${counted(stopped, 'run')} cancelled${refused.length ? `, ${figure(refused.length)} not` : ''}`,
      ...(refused.length ? { description: refused.slice(0, 3).join(' · ') } : {}),
    })
  }
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Cancel ${many}?`}
      confirm={
        at === undefined ? `Yes, cancel ${many}` : `Cancelling ${figure(at)} of ${figure(runs.length)}`
      }
      onConfirm={act}
    >
      <p>
        {runs.length === 1 ? 'It stops' : 'Each stops'} before its next step and its next effect, for good.
        {waiting > 0 && ` ${counted(waiting, 'waiting review is', 'waiting reviews are')} withdrawn.`} What
        already went out stays out.
      </p>
      <ul className="mt-2 max-h-40 overflow-auto text-fg">
        {runs.slice(0, 50).map(({ id, title, team }) => (
          <li key={id} className="truncate">
            {title} <span className="text-fg-3">{team.name}</span>
          </li>
        ))}
        {runs.length > 50 && <li className="text-fg-3">and {runs.length - 50} more</li>}
      </ul>
    </AlertDialog>
  )
}
