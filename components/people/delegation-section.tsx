'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import { SettingsList } from '@/components/settings/settings-list'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { TwoLines } from '@/components/ui/two-lines'

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
            <Th className="max-sm:hidden">Decides</Th>
            <Th className="max-sm:hidden">Ends</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {query.data?.map(({ id, from, to, until, reason, mayEnd }) => (
          <Tr key={id}>
            <Td className="whitespace-normal max-sm:w-full">
              <TwoLines
                below={[reason]}
                phone={[
                  <>
                    {to.name} decides until <RelativeTime at={until} />
                  </>,
                ]}
              >
                {from.name}
              </TwoLines>
            </Td>
            <Td className="max-sm:hidden">{to.name}</Td>
            <Td className="max-sm:hidden">
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
    <FormDialog
      title="Have somebody stand in for you"
      description="They decide in your place, with their own clearance. What you may not decide they may not decide for you, and the record names you both."
      act="Let them decide"
      busy={create.isPending}
      disabled={to === undefined || day === ''}
      failed="Nobody stands in yet"
      message={otherwise(create.error, ['/until', '/reason'])}
      onSend={() => to !== undefined && create.mutate({ to, until: endOf(day), reason })}
      onClose={onClose}
    >
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
      <FormField
        label="Why"
        hint="Colleagues see it, as in “on leave”"
        error={problemAt(create.error, '/reason')}
      >
        <Input
          autoComplete="off"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </FormDialog>
  )
}
