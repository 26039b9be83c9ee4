'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { rolesInWords } from '@/components/shell/roles'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { SidePanel } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { MemberClearance } from '@/components/people/member-clearance'
import { MemberSessions } from '@/components/people/member-sessions'
import { RoleChoice } from './role-choice'
import type { Member } from './settings-types'

/** One member: their roles, and whether they may come in. */
export function MemberPanel({ member, onClose }: { member: Member; onClose: () => void }) {
  useHotkeys([{ keys: 'Escape', label: 'Close the panel', run: onClose }])
  const mayEdit = useMay('member.edit')
  return (
    <SidePanel title={member.name} label={`Member ${member.name}`} onClose={onClose}>
      <div className="grid gap-5 p-4">
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
          <dt className="text-fg-3">E-mail</dt>
          <dd className="truncate">{member.email}</dd>
          <dt className="text-fg-3">Member since</dt>
          <dd>
            <RelativeTime at={member.since} focusable />
          </dd>
          {member.groups.length > 0 && (
            <>
              <dt className="text-fg-3">Groups</dt>
              <dd>{member.groups.map(({ name }) => name).join(', ')}</dd>
            </>
          )}
          {member.disabledAt && (
            <>
              <dt className="text-fg-3">Disabled</dt>
              <dd>
                <RelativeTime at={member.disabledAt} focusable />
              </dd>
            </>
          )}
        </dl>
        {mayEdit ? <Roles member={member} /> : <ReadOnlyRoles member={member} />}
        {mayEdit && <MemberClearance member={member} />}
        {mayEdit && <MemberSessions member={member} />}
        {mayEdit && <Access member={member} />}
      </div>
    </SidePanel>
  )
}

function ReadOnlyRoles({ member }: { member: Member }) {
  return (
    <p>
      {rolesInWords(member.roles)}. <span className="text-fg-3">An admin can change roles.</span>
    </p>
  )
}

function Roles({ member }: { member: Member }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [roles, setRoles] = useState(member.roles)
  const save = useMutation(
    trpc.members.setRoles.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
        toast({ title: `${member.name} is now ${rolesInWords(roles).toLowerCase()}` })
      },
    }),
  )
  const changed = roles.join() !== member.roles.join()
  const message = otherwise(save.error, ['/roles'])
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) save.mutate({ id: member.id, roles })
      }}
    >
      <RoleChoice value={roles} onValueChange={setRoles} error={problemAt(save.error, '/roles')} />
      {message && (
        <ErrorState title="The roles were not changed" className="m-0">
          {message}
        </ErrorState>
      )}
      <div>
        <Button type="submit" variant="primary" disabled={!changed} busy={save.isPending}>
          Save roles
        </Button>
      </div>
    </form>
  )
}

function Access({ member }: { member: Member }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const [asking, setAsking] = useState(false)
  const disabled = member.disabledAt !== null
  const change = useMutation(
    trpc.members.disable.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.pathFilter())
        toast({ title: disabled ? `${member.name} may sign in again` : `${member.name} is disabled` })
      },
    }),
  )
  const self = member.id === person.id
  return (
    <section className="grid justify-items-start gap-2 border-t border-line pt-4">
      <h3 className="font-label">{disabled ? 'Kept out' : 'Account'}</h3>
      <p className="text-fg-2">
        {disabled
          ? 'They cannot sign in. What they did stays theirs on the record.'
          : self
            ? 'You cannot disable your own account; another admin can.'
            : 'Disabling ends their sessions with the next request. What they did stays theirs on the record.'}
      </p>
      {change.error && (
        <ErrorState title="That did not work" className="m-0">
          {messageOf(change.error)}
        </ErrorState>
      )}
      {!self && (
        <Button
          busy={change.isPending}
          onClick={() => (disabled ? change.mutate({ id: member.id, disabled: false }) : setAsking(true))}
        >
          {disabled ? 'Let them in again' : 'Disable…'}
        </Button>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Disable ${member.name}?`}
        confirm="Disable"
        onConfirm={() => change.mutateAsync({ id: member.id, disabled: true })}
      >
        They are signed out and cannot come in until somebody lets them. Reviews assigned to them stay open.
      </AlertDialog>
    </section>
  )
}
