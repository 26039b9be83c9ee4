'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { MODEL_TIERS, type ModelTier } from '@/domain/team/agent'
import { CostList } from './cost-list'
import { ReasonedDialog } from './reasoned-dialog'

const EVERYBODY = '*'

/** Who may use models dearer than their own tier without asking each time. */
export function DearerModels() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('budget.edit')
  const [adding, setAdding] = useState(false)
  const grants = useQuery(trpc.budgets.grants.queryOptions())
  const revoke = useMutation(
    trpc.budgets.revokeGrant.mutationOptions({
      onError: (failed) => toast({ title: 'The leave stands', description: messageOf(failed) }),
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'From the next call on it is asked for again' })
      },
    }),
  )
  return (
    <>
      <CostList
        id="dearer-models"
        title="Dearer models"
        detail="who may go above their tier"
        action={
          mayEdit && (
            <Button variant="ghost" icon={Plus} onClick={() => setAdding(true)}>
              Give leave
            </Button>
          )
        }
        query={grants}
        failed="They could not be read"
        empty={{
          title: 'Nobody may without asking',
          says: 'Where only a model dearer than an agent’s tier is left, the run waits in the inbox with the difference in price.',
        }}
        keyOf={({ id }) => id}
      >
        {({ id, agent, agentName, tier, grantedBy, reason }) => {
          const name = agent ? (agentName ?? agent) : 'Every agent'
          return (
            <>
              <span className="min-w-0 flex-1">
                <b className="font-label">{name}</b> up to {tier}
                <span className="block text-12 text-fg-2">
                  {grantedBy.name}
                  {reason ? `: ${reason}` : ''}
                </span>
              </span>
              {mayEdit && (
                <IconButton
                  icon={Trash2}
                  size="sm"
                  label={`Take the leave of ${name} back`}
                  disabled={revoke.isPending}
                  onClick={() => revoke.mutate({ id })}
                />
              )}
            </>
          )
        }}
      </CostList>
      {adding && <LeaveDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function LeaveDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const agents = useQuery(trpc.agents.list.queryOptions())
  const [agent, setAgent] = useState<string>()
  const [tier, setTier] = useState<ModelTier>('large')
  const [unchosen, setUnchosen] = useState(false)
  const save = useMutation(
    trpc.budgets.grant.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'The leave is given' })
        onClose()
      },
    }),
  )
  return (
    <ReasonedDialog
      title="Give leave for dearer models"
      description="It holds in all teams and runs until it is taken back. Budgets hold all the same."
      act="Give leave"
      fields={['/agent', '/tier']}
      save={save}
      onSend={(reason) => {
        setUnchosen(!agent)
        if (agent && reason) save.mutate({ agent: agent === EVERYBODY ? '' : agent, tier, reason })
      }}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField
          label="Agent"
          required
          error={unchosen ? 'Choose which agent' : problemAt(save.error, '/agent')}
        >
          <Select
            value={agent}
            onValueChange={setAgent}
            options={[
              { value: EVERYBODY, label: 'Every agent' },
              ...(agents.data ?? []).map(({ slug, definition }) => ({
                value: slug,
                label: definition.name,
                hint: `of the tier ${definition.tier}`,
              })),
            ]}
          />
        </FormField>
        <FormField label="Models up to" required error={problemAt(save.error, '/tier')}>
          <Select
            value={tier}
            onValueChange={setTier}
            options={MODEL_TIERS.filter((one) => one !== 'small').map((value) => ({ value, label: value }))}
          />
        </FormField>
      </div>
    </ReasonedDialog>
  )
}
