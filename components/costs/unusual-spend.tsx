'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Checkbox } from '@/components/ui/checkbox'
import { readDollars, showDollars } from '@/components/ui/dollars'
import { FormField } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { formatLimit } from '@/components/ui/money'
import { toast } from '@/components/ui/toast'
import { LEAST_RUNS, LOOKED_AT } from '@/domain/budget/usual'
import { CostList } from './cost-list'
import type { TeamGuard } from './cost-types'
import { ReasonedDialog } from './reasoned-dialog'

/** When a run that costs more than its runs do is stopped, team by team. */
export function UnusualSpend() {
  const trpc = useTRPC()
  const mayEdit = useMay('budget.edit')
  const [edited, setEdited] = useState<TeamGuard>()
  const guards = useQuery(trpc.budgets.guards.queryOptions())
  return (
    <>
      <CostList
        title="Unusual spend"
        detail="stops a run and asks"
        query={guards}
        failed="It could not be read"
        empty={{
          title: 'There is no team yet',
          says: `Once ${LEAST_RUNS} runs of a version have ended, one that costs far more than they did is stopped, and a person is asked whether it should go on.`,
        }}
        keyOf={({ team }) => team}
      >
        {(one) => (
          <>
            <span className="min-w-0 flex-1">
              <b className="font-label">{one.name}</b>
              <span className="block text-12 text-fg-2">
                {one.guard.on
                  ? `beyond ${one.guard.times} × the usual spread, above ${formatLimit(BigInt(one.guard.leastMicros))}`
                  : 'off'}
              </span>
            </span>
            {mayEdit && (
              <IconButton
                icon={Pencil}
                size="sm"
                label={`Change when unusual spend stops ${one.name}`}
                onClick={() => setEdited(one)}
              />
            )}
          </>
        )}
      </CostList>
      {edited && <GuardDialog team={edited} onClose={() => setEdited(undefined)} />}
    </>
  )
}

function GuardDialog({ team, onClose }: { team: TeamGuard; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [on, setOn] = useState(team.guard.on)
  const [times, setTimes] = useState(String(team.guard.times))
  const [least, setLeast] = useState(showDollars(BigInt(team.guard.leastMicros)))
  const [wrong, setWrong] = useState<{ times?: string; least?: string }>({})
  const save = useMutation(
    trpc.budgets.setGuard.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'It holds within ten seconds' })
        onClose()
      },
    }),
  )
  const send = (reason: string | undefined) => {
    const micros = readDollars(least)
    const factor = /^\d{1,3}(\.\d{1,2})?$/.test(times.trim()) ? Number(times) : 0
    const found = {
      ...(factor < 1 || factor > 100 ? { times: 'A number from 1 to 100' } : {}),
      ...(micros === undefined ? { least: 'An amount of dollars, as in 0.10' } : {}),
    }
    setWrong(found)
    if (micros === undefined || found.times || !reason) return
    save.mutate({ team: team.team, guard: { on, times: factor, leastMicros: micros.toString() }, reason })
  }
  return (
    <ReasonedDialog
      title={`Unusual spend of ${team.name}`}
      description={`A run is compared with the last ${LOOKED_AT} of its version that ended well, once there are ${LEAST_RUNS}. It may always spend twice what is usual.`}
      act="Save"
      fields={['/guard/times', '/guard/leastMicros']}
      save={save}
      onSend={send}
      onClose={onClose}
    >
      <Checkbox checked={on} onCheckedChange={setOn} label="Stop a run that costs far more than usual" />
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField
          label="Times the usual spread"
          required
          hint="How far beyond what is usual; 3.5 is common, less stops sooner"
          error={wrong.times ?? problemAt(save.error, '/guard/times')}
        >
          <Input inputMode="decimal" value={times} onChange={(event) => setTimes(event.target.value)} />
        </FormField>
        <FormField
          label="Never below, in dollars"
          required
          error={wrong.least ?? problemAt(save.error, '/guard/leastMicros')}
        >
          <Input inputMode="decimal" value={least} onChange={(event) => setLeast(event.target.value)} />
        </FormField>
      </div>
    </ReasonedDialog>
  )
}
