'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CirclePlay, OctagonPause } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusChip } from '@/components/ui/status-chip'
import type { ListedAgent } from './agent-types'

/** Stops an agent everywhere, or lets it work again; both after saying what happens. */
export function StopSwitch({ agent }: { agent: ListedAgent }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const may = useMay('agent.stop')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const { slug, stoppedAt, definition } = agent
  const done = async () => {
    await queryClient.invalidateQueries(trpc.agents.pathFilter())
    setReason('')
  }
  const stop = useMutation(trpc.agents.stop.mutationOptions({ onSuccess: done }))
  const resume = useMutation(trpc.agents.resume.mutationOptions({ onSuccess: done }))
  if (!may && !stoppedAt) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      {stoppedAt && (
        <>
          <StatusChip status="blocked" word="Stopped" />
          <span className="text-12 text-fg-3">
            <RelativeTime at={stoppedAt} />
          </span>
        </>
      )}
      {may && (
        <Button
          className={stoppedAt ? 'ml-auto' : ''}
          icon={stoppedAt ? CirclePlay : OctagonPause}
          onClick={() => setAsking(true)}
        >
          {stoppedAt ? 'Let it work again…' : 'Stop it…'}
        </Button>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={stoppedAt ? `Let ${definition.name} work again?` : `Stop ${definition.name}?`}
        confirm={stoppedAt ? 'Let it work' : 'Stop it'}
        onConfirm={() =>
          stoppedAt ? resume.mutateAsync({ slug }) : stop.mutateAsync({ slug, reason: reason.trim() })
        }
      >
        {stoppedAt ? (
          'Its steps start again from now on. Runs that reached it meanwhile go on by themselves, each from where it stood.'
        ) : (
          <div className="grid gap-3">
            <span>
              {places(agent)} Within two seconds no step of it runs: none starts, and calls of models are
              broken off. A run that reaches it stands still there and goes on once it is resumed.
            </span>
            <FormField label="Reason" hint="May stay empty. Stands on the record and beside what is stopped.">
              <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            </FormField>
          </div>
        )}
      </AlertDialog>
    </div>
  )
}

const places = ({ teams }: ListedAgent): string =>
  teams.length === 0 ? 'No team places it now.' : `It works in ${teams.map(({ name }) => name).join(', ')}.`
