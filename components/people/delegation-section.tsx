'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import { SettingsList } from '@/components/settings/settings-list'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'

/** Who decides reviews in whose place, and until when. */
export function DelegationSection() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const decides = useMay('review.decide')
  const query = useQuery(trpc.delegations.list.queryOptions())
  const [adding, setAdding] = useState(false)
  const end = useMutation(
    trpc.delegations.end.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.delegations.pathFilter())
        toast({ title: 'Ended' })
      },
    }),
  )
  return (
    <>
      <SettingsList
        id="delegations"
        title="Standing in"
        detail="reviews decided in another’s place"
        add={
          decides && (
            <Button icon={UserRoundCheck} onClick={() => setAdding(true)}>
              Have somebody stand in
            </Button>
          )
        }
        query={query}
        failed="Who stands in for whom could not be read"
        empty={{
          title: 'Nobody stands in for anybody',
          says: 'While you are away, somebody else can decide your reviews until a day you name.',
        }}
        columns={4}
        head={
          <>
            <Th>For</Th>
            <Th>Decides</Th>
            <Th>Ends</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {query.data?.map(({ id, from, to, until, reason, mayEnd }) => (
          <Tr key={id}>
            <Td>
              <span className="block font-label">{from.name}</span>
              {reason && <span className="block text-12 text-fg-3">{reason}</span>}
            </Td>
            <Td>{to.name}</Td>
            <Td>
              <RelativeTime at={until} focusable />
            </Td>
            <Td numeric>
              {mayEnd && (
                <Button
                  size="sm"
                  variant="ghost"
                  busy={end.isPending && end.variables.id === id}
                  onClick={() => end.mutate({ id })}
                  aria-label={`End now: ${to.name} for ${from.name}`}
                >
                  End now
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </SettingsList>
      {adding && <Delegate onClose={() => setAdding(false)} />}
    </>
  )
}

const FORM = 'delegate'

/** The end of that day, where the browser is. */
const endOf = (day: string): Date => new Date(`${day}T23:59:59`)

function Delegate({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const members = useQuery(trpc.members.list.queryOptions())
  const [to, setTo] = useState<string>()
  const [day, setDay] = useState('')
  const [reason, setReason] = useState('')
  const create = useMutation(
    trpc.delegations.create.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.delegations.pathFilter())
        toast({ title: 'They find your reviews in their inbox' })
        onClose()
      },
    }),
  )
  const others = (members.data ?? []).filter(({ id, disabledAt }) => id !== person.id && !disabledAt)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Have somebody stand in for you"
      description="They decide in your place, with their own clearance. What you may not decide they may not decide for you, and the record names you both."
      footer={
        <>
          <Button onClick={onClose} kbd="Esc">
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={FORM}
            busy={create.isPending}
            disabled={to === undefined || day === ''}
          >
            Let them decide
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (to !== undefined) create.mutate({ to, until: endOf(day), reason })
        }}
      >
        {create.error && !problemAt(create.error, '/until') && (
          <ErrorState title="Nobody stands in yet" className="m-0">
            {messageOf(create.error)}
          </ErrorState>
        )}
        <FormField label="Who" required>
          <Select
            value={to}
            onValueChange={setTo}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </FormField>
        <FormField
          label="Until the end of"
          required
          hint="At most 90 days from now"
          error={problemAt(create.error, '/until')}
        >
          <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </FormField>
        <FormField label="Why" hint="Colleagues see it, as in “on leave”">
          <Input autoComplete="off" value={reason} onChange={(event) => setReason(event.target.value)} />
        </FormField>
      </form>
    </Dialog>
  )
}
