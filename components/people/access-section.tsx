'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { SettingsList } from '@/components/settings/settings-list'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
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
import { useNow } from '@/components/ui/use-now'
import { PERMISSION_NAMES, type Permission } from '@/domain/policy/permission'
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
        detail="a permission without its role, for some minutes"
        add={
          <Button icon={KeyRound} onClick={() => setTaking(true)}>
            Take a permission
          </Button>
        }
        query={query}
        failed="What was taken could not be read"
        empty={{
          title: 'Nobody ever took one',
          says: 'When something cannot wait for whoever may do it, an admin takes the permission with a reason. All admins see it while it lasts.',
        }}
        columns={4}
        head={
          <>
            <Th>Who and why</Th>
            <Th>Permission</Th>
            <Th>Ends</Th>
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
  return (
    <Tr className={lasts ? '' : 'text-fg-3'}>
      <Td className="whitespace-normal">
        <span className="block font-label">{name}</span>
        <span className="block text-12 text-fg-3">{reason}</span>
      </Td>
      <Td className="font-mono text-12">{permission}</Td>
      <Td>
        {endedAt && 'given back '}
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
        toast({ title: `${permission} is given back` })
      },
    }),
  )
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={end.isPending}
      onClick={() => end.mutate({ id })}
      aria-label={`End now: ${permission} of ${name}`}
    >
      End now
    </Button>
  )
}

const FORM = 'take-access'
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
  const problem = problemAt(take.error, '/reason')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Take a permission"
      description="It is yours at once and ends by itself. Every admin sees it meanwhile, and what you do by it stands on the record as such."
      footer={
        <>
          <Button onClick={onClose} kbd="Esc">
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={FORM}
            busy={take.isPending}
            disabled={!permission || reason.trim().length < 10}
          >
            Take it now
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
          if (permission) take.mutate({ permission, minutes: Number(minutes), reason })
        }}
      >
        {take.error && !problem && (
          <ErrorState title="It was not taken" className="m-0">
            {messageOf(take.error)}
          </ErrorState>
        )}
        <FormField label="Permission" required>
          <Select
            value={permission}
            onValueChange={setPermission}
            options={offered.map((value) => ({ value, label: value }))}
          />
        </FormField>
        <FormField label="For" required>
          <Select value={minutes} onValueChange={setMinutes} options={LASTS} />
        </FormField>
        <FormField
          label="Why it cannot wait"
          required
          hint="In a sentence; every admin reads it"
          error={problem}
        >
          <Input autoComplete="off" value={reason} onChange={(event) => setReason(event.target.value)} />
        </FormField>
      </form>
    </Dialog>
  )
}
