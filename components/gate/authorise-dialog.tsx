'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { placeOf } from '@/components/costs/budget-words'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { AuthoriseCovers, useSentNames, type Choice } from './authorise-covers'

const FIELDS = ['/connection', '/covers', '/condition', '/perDay', '/until', '/reason']

/** Lets an agent send something without the gate asking a person; with a limit, and a reason. */
export function AuthoriseDialog({ agent, onClose }: { agent: string; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const zone = useSession().workspace?.timeZone ?? 'UTC'
  const byTime = zone === 'UTC' ? 'by UTC' : `by the time in ${placeOf(zone)}`
  const [choice, setChoice] = useState<Choice>({})
  const sent = useSentNames(choice)
  const [condition, setCondition] = useState('')
  const [perDay, setPerDay] = useState('20')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const add = useMutation(
    trpc.gate.authorise.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.gate.authorisations.queryFilter({ agent }))
        toast({ title: 'It is pre-authorised', description: 'From now on, up to its limit a day.' })
        onClose()
      },
    }),
  )
  return (
    <FormDialog
      size="md"
      title="Pre-authorise an effect"
      description="What fits goes out without a person, where the risk is medium and the agent is guarded (level 2). High risk is asked about all the same. It holds for the operation and the address as they are now."
      act="Pre-authorise"
      busy={add.isPending}
      message={otherwise(add.error, FIELDS)}
      onSend={() =>
        add.mutate({
          agent,
          connection: choice.connection ?? '',
          covers: choice.covers ?? { by: 'operation', operation: '' },
          condition: condition.trim(),
          perDay: Number(perDay),
          until: until === '' ? null : until,
          reason: reason.trim(),
        })
      }
      onClose={onClose}
    >
      <AuthoriseCovers choice={choice} onChange={setChoice} error={add.error} />
      <FormField
        label="Only if"
        error={problemAt(add.error, '/condition')}
        hint={
          sent
            ? `An expression over what is sent: ${sent}`
            : 'An expression over what is sent, as in body.amount <= 500.'
        }
      >
        <Input
          className="font-mono"
          value={condition}
          onChange={(event) => setCondition(event.target.value)}
        />
      </FormField>
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField
          label="At most a day"
          required
          error={problemAt(add.error, '/perDay') && 'A whole number from 1'}
          hint={`Days are counted ${byTime}.`}
        >
          <Input inputMode="numeric" value={perDay} onChange={(event) => setPerDay(event.target.value)} />
        </FormField>
        <FormField label="Until" error={problemAt(add.error, '/until')} hint={`The last day, ${byTime}.`}>
          <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
        </FormField>
      </div>
      <FormField label="Reason" required error={problemAt(add.error, '/reason')}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </FormField>
    </FormDialog>
  )
}
