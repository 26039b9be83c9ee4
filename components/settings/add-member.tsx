'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { ClearanceChoice } from '@/components/people/clearance-choice'
import type { Role } from '@/domain/policy/permission'
import { startingClearance, WHOLE_CLEARANCE, type Clearance } from '@/domain/policy/starting-clearance'
import { RoleChoice } from './role-choice'
import { ShownOnce } from './shown-once'

const FORM = 'add-member'

/** A new member; their generated password is shown here and never again. */
export function AddMember({
  open,
  onOpenChange,
  first,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** All members so far are practice accounts. */
  first: boolean
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const add = useMutation(
    trpc.members.create.mutationOptions({
      onError: () => undefined,
      onSuccess: () => queryClient.invalidateQueries(trpc.members.pathFilter()),
    }),
  )
  const close = (next: boolean) => {
    onOpenChange(next)
    if (!next) add.reset()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={add.data ? 'They can sign in now' : 'Add a member'}
      size="md"
      footer={
        add.data ? (
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)} kbd="Esc">
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={FORM} busy={add.isPending}>
              Add member
            </Button>
          </>
        )
      }
    >
      {add.data ? (
        add.data.password ? (
          <ShownOnce
            label="Password"
            secret={add.data.password}
            hint="Give it to them by a way you trust. It is shown only now; Baton keeps no copy that could be read."
          />
        ) : (
          <p>They had an account here already and keep their password.</p>
        )
      ) : (
        <MemberForm first={first} error={add.error} onSend={(input) => add.mutate(input)} />
      )}
    </Dialog>
  )
}

function MemberForm({
  first,
  error,
  onSend,
}: {
  first: boolean
  error: unknown
  onSend: (input: { email: string; name: string; roles: Role[] } & Clearance) => void
}) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<Role[]>(first ? ['operator', 'admin'] : ['reviewer'])
  const usual = first ? WHOLE_CLEARANCE : startingClearance(roles)
  const [chosen, setChosen] = useState<Clearance>()
  const message = otherwise(error, ['/email', '/name', '/roles'])
  return (
    <form
      id={FORM}
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        onSend({ email, name, roles, ...(chosen ?? usual) })
      }}
    >
      {message && (
        <ErrorState title="Nobody was added" className="m-0">
          {message}
        </ErrorState>
      )}
      {first && (
        <p className="rounded-6 border border-line bg-sunken px-2.5 py-2 text-fg-2">
          This becomes the first real account. From then on the practice accounts are not offered any more, so
          it should be an admin.
        </p>
      )}
      <FormField label="E-mail" required hint="They sign in with it" error={problemAt(error, '/email')}>
        <Input
          type="email"
          autoComplete="off"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </FormField>
      <FormField label="Name" required error={problemAt(error, '/name')}>
        <Input autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <RoleChoice value={roles} onValueChange={setRoles} error={problemAt(error, '/roles')} />
      <ClearanceChoice
        value={chosen ?? usual}
        onValueChange={setChosen}
        hint={
          chosen
            ? 'What they see of the data of runs'
            : first
              ? 'The first account sees all of the data of runs, so that somebody can'
              : 'What these roles take to see of the data of runs; give more or less'
        }
      />
    </form>
  )
}
