'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'

const FIELDS = ['/connection', '/method', '/path', '/condition', '/perDay', '/until', '/reason']
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Lets an agent send something without a person being asked each time; with a limit, and a reason. */
export function AuthoriseDialog({ agent, onClose }: { agent: string; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const connections = useQuery(trpc.connections.list.queryOptions())
  const [connection, setConnection] = useState<string>()
  const [method, setMethod] = useState<(typeof METHODS)[number]>('POST')
  const [path, setPath] = useState('/')
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
      description="What fits goes out without a person, where the risk is medium and the agent is guarded (level 2). High risk is asked about all the same."
      act="Pre-authorise"
      busy={add.isPending}
      message={otherwise(add.error, FIELDS)}
      onSend={() =>
        add.mutate({
          agent,
          connection: connection ?? '',
          method,
          path: path.trim(),
          condition: condition.trim(),
          perDay: Number(perDay),
          // The whole of that day counts, by UTC.
          until: until === '' ? null : `${until}T23:59:59Z`,
          reason: reason.trim(),
        })
      }
      onClose={onClose}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_112px] items-start gap-3">
        <FormField
          label="Connection"
          required
          error={problemAt(add.error, '/connection') && 'Choose a connection'}
        >
          <Select
            value={connection}
            placeholder="Choose a connection"
            options={(connections.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
            onValueChange={setConnection}
          />
        </FormField>
        <FormField label="Method" required error={problemAt(add.error, '/method')}>
          <Select
            value={method}
            options={METHODS.map((value) => ({ value, label: value }))}
            onValueChange={setMethod}
          />
        </FormField>
      </div>
      <FormField
        label="Path"
        required
        error={problemAt(add.error, '/path')}
        hint="* is one piece between slashes, ** at the end all that follows: /deals/*"
      >
        <Input className="font-mono" value={path} onChange={(event) => setPath(event.target.value)} />
      </FormField>
      <FormField
        label="Only if"
        error={problemAt(add.error, '/condition')}
        hint="An expression over what is sent, as in body.amount <= 500."
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
        >
          <Input inputMode="numeric" value={perDay} onChange={(event) => setPerDay(event.target.value)} />
        </FormField>
        <FormField label="Until" error={problemAt(add.error, '/until')} hint="The last day, by UTC.">
          <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
        </FormField>
      </div>
      <FormField label="Reason" required error={problemAt(add.error, '/reason')}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </FormField>
    </FormDialog>
  )
}
