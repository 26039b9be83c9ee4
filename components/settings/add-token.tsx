'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { permits, type Permission, type Role } from '@/domain/policy/permission'
import { RoleChoice } from './role-choice'
import { TokenScope } from './token-scope'
import { ShownOnce } from './shown-once'

const FORM = 'add-token'
const ENDS = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: 'never', label: 'when revoked' },
] as const
type Ends = (typeof ENDS)[number]['value']

/** A new token, shown here and never again. */
export function AddToken({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onError: () => undefined,
      onSuccess: () => queryClient.invalidateQueries(trpc.tokens.pathFilter()),
    }),
  )
  const close = (next: boolean) => {
    onOpenChange(next)
    if (!next) create.reset()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={create.data ? 'The token is made' : 'Create a token'}
      size="md"
      footer={
        create.data ? (
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)} kbd="Esc">
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={FORM} busy={create.isPending}>
              Create token
            </Button>
          </>
        )
      }
    >
      {create.data ? (
        <ShownOnce
          label="Token"
          secret={create.data.token}
          hint="Send it as Authorization: Bearer. It is shown only now; Baton keeps its digest alone."
        />
      ) : (
        <TokenForm error={create.error} onSend={(input) => create.mutate(input)} />
      )}
    </Dialog>
  )
}

function TokenForm({
  error,
  onSend,
}: {
  error: unknown
  onSend: (input: { name: string; roles: Role[]; permissions?: Permission[]; days?: number }) => void
}) {
  const session = useSession()
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<Role[]>([])
  const [ends, setEnds] = useState<Ends>('90')
  const [narrow, setNarrow] = useState(false)
  const [permissions, setPermissions] = useState<Permission[]>([])
  const message = otherwise(error, ['/name', '/roles', '/permissions'])
  return (
    <form
      id={FORM}
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        onSend({
          ...{ name, roles },
          ...(narrow && { permissions: permissions.filter((each) => permits(roles, each)) }),
          ...(ends === 'never' ? {} : { days: Number(ends) }),
        })
      }}
    >
      {message && (
        <ErrorState title="No token was made" className="m-0">
          {message}
        </ErrorState>
      )}
      <FormField
        label="Name"
        required
        hint="What uses it, as in “nightly import”"
        error={problemAt(error, '/name')}
      >
        <Input autoFocus autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField label="Ends" required>
        <Select value={ends} onValueChange={setEnds} options={ENDS} />
      </FormField>
      <RoleChoice
        value={roles}
        onValueChange={setRoles}
        offered={session.roles}
        error={problemAt(error, '/roles')}
      />
      <TokenScope
        roles={roles}
        narrow={narrow}
        onNarrow={setNarrow}
        value={permissions}
        onValueChange={setPermissions}
        error={problemAt(error, '/permissions')}
      />
    </form>
  )
}
