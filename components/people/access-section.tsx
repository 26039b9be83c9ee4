'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { SettingsList } from '@/components/settings/settings-list'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
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
import { useNow } from '@/components/ui/use-now'
import { PERMISSION_NAMES, type Permission } from '@/domain/policy/permission'
import { PERMISSION_DOES, permissionInWords } from '@/domain/policy/permission-words'
import type { TakenAccess } from './people-types'

/** Permissions that admins took in an emergency, the newest first. */
export function AccessSection() {
  const trpc = useTRPC()
  const query = useQuery(trpc.access.list.queryOptions())
  const [taking, setTaking] = useState(false)
  return (
    <>
      <SettingsList
        id="access"
        title="Emergency access"
        detail="what no role of theirs gives, for some minutes"
        add={
          <Button icon={KeyRound} onClick={() => setTaking(true)}>
            Take emergency access
          </Button>
        }
        query={query}
        failed="Who took emergency access could not be read"
        empty={{
          title: 'Nobody ever took it',
          says: 'When something cannot wait for whoever may do it, an admin takes that one permission with a reason. All admins see it while it lasts.',
        }}
        columns={4}
        head={
          <>
            <Th>Who and why</Th>
            <Th className="max-sm:hidden">To</Th>
            <Th className="max-sm:hidden">Ends</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {query.data?.map((taken) => (
          <TakenRow key={taken.id} taken={taken} />
        ))}
      </SettingsList>
      {taking && <Take onClose={() => setTaking(false)} />}
    </>
  )
}

function TakenRow({ taken: { id, name, reason, permission, endsAt, endedAt } }: { taken: TakenAccess }) {
  const now = useNow(5000)
  const lasts = !endedAt && endsAt.getTime() > now
  const does = permissionInWords(permission)
  return (
    <Tr className={lasts ? '' : 'text-fg-3'}>
      <Td className="whitespace-normal max-sm:w-full">
        <TwoLines
          below={[reason]}
          phone={[
            <>
              to {does}, {lasts ? 'ends' : 'ended'} <RelativeTime at={endedAt ?? endsAt} />
            </>,
          ]}
        >
          {name}
        </TwoLines>
      </Td>
      <Td className="whitespace-normal max-sm:hidden">{does}</Td>
      <Td className="max-sm:hidden">
        {endedAt && 'ended '}
        <RelativeTime at={endedAt ?? endsAt} focusable />
      </Td>
      <Td numeric>{lasts && <EndAccess id={id} name={name} permission={permission} />}</Td>
    </Tr>
  )
}

/** Gives a permission back before its time. */
export function EndAccess({ id, name, permission }: { id: string; name: string; permission: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const end = useMutation(
    trpc.access.end.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.access.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
        toast({ title: 'Emergency access has ended' })
      },
    }),
  )
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={end.isPending}
      onClick={() => end.mutate({ id })}
      aria-label={`End now: ${name} may ${permissionInWords(permission)}`}
    >
      End now
    </Button>
  )
}

const MINUTES = ['15', '30', '60', '240'] as const
const LASTS = MINUTES.map((value) => ({
  value,
  label: value === '240' ? '4 hours' : value === '60' ? '1 hour' : `${value} minutes`,
}))

function Take({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { may } = useSession()
  const [permission, setPermission] = useState<Permission>()
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>('15')
  const [reason, setReason] = useState('')
  const take = useMutation(
    trpc.access.take.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.access.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
        onClose()
      },
    }),
  )
  const offered = PERMISSION_NAMES.filter((each) => !may.includes(each))
  return (
    <FormDialog
      title="Take emergency access"
      description="It is yours at once and ends by itself. Every admin sees it meanwhile, and what you do by it stands on the record as such."
      act="Take it now"
      busy={take.isPending}
      disabled={!permission || reason.trim().length < 10}
      failed="It was not taken"
      message={otherwise(take.error, ['/reason'])}
      onSend={() => permission && take.mutate({ permission, minutes: Number(minutes), reason })}
      onClose={onClose}
    >
      <FormField label="To" required>
        <Select
          value={permission}
          onValueChange={setPermission}
          options={offered.map((value) => ({ value, label: PERMISSION_DOES[value] }))}
        />
      </FormField>
      <FormField label="For" required>
        <Select value={minutes} onValueChange={setMinutes} options={LASTS} />
      </FormField>
      <FormField
        label="Why it cannot wait"
        required
        hint="In a sentence; every admin reads it"
        error={problemAt(take.error, '/reason')}
      >
        <Input
          autoComplete="off"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </FormField>
    </FormDialog>
  )
}
