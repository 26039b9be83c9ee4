'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import type { Classification } from '@/domain/policy/classification'
import { slugOf } from '@/domain/team/slug'
import type { ListedConnection } from './settings-types'

const CLEARANCES: readonly { value: Classification; label: string; hint: string }[] = [
  { value: 'public', label: 'public', hint: 'Only what anybody may know' },
  { value: 'internal', label: 'internal', hint: 'And what stays among colleagues' },
  { value: 'confidential', label: 'confidential', hint: 'And customers’ and business data' },
  { value: 'restricted', label: 'restricted', hint: 'Everything' },
]
const FIELDS = ['/name', '/slug', '/baseUrl', '/secret', '/owner', '/auth']

/** Makes or changes a connection; its secret is written, never read. */
export function ConnectionForm({
  connection,
  onSaved,
}: {
  connection: ListedConnection | undefined
  onSaved: (id: string) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const [form, setForm] = useState({
    name: connection?.name ?? '',
    slug: connection?.slug ?? '',
    baseUrl: connection?.baseUrl ?? '',
    secret: '',
    header: connection?.auth.header ?? 'authorization',
    prefix: connection?.auth.prefix ?? 'Bearer ',
    owner: connection?.owner ?? person.name,
    clearance: connection?.clearance ?? 'internal',
    allowPrivate: connection?.allowPrivate ?? false,
  })
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }))
  const save = useMutation(
    trpc.connections.put.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        change({ secret: '' })
        toast({ title: `${form.name} is saved` })
        onSaved(id)
      },
    }),
  )
  const { header, prefix, secret, ...rest } = form
  const slug = connection?.slug ?? (form.slug || slugOf(form.name))
  const message = otherwise(save.error, FIELDS)
  const text = (key: 'name' | 'slug' | 'baseUrl' | 'secret' | 'owner' | 'header' | 'prefix') => ({
    value: form[key],
    onChange: (event: { target: { value: string } }) => change({ [key]: event.target.value }),
  })
  return (
    <form
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({
          ...rest,
          slug,
          auth: { header, prefix },
          ...(connection ? { id: connection.id } : {}),
          ...(secret.trim() ? { secret: secret.trim() } : {}),
        })
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      <FormField label="Name" required error={problemAt(save.error, '/name')}>
        <Input autoFocus={!connection} {...text('name')} />
      </FormField>
      <FormField
        label="Short name"
        required
        hint={
          connection
            ? 'Teams and agents name it so; it stays'
            : 'By which teams and agents name it; fixed later'
        }
        error={problemAt(save.error, '/slug')}
      >
        <Input
          className="font-mono text-12"
          readOnly={connection !== undefined}
          placeholder={slugOf(form.name) || 'crm'}
          {...text('slug')}
        />
      </FormField>
      <FormField label="Address" required error={problemAt(save.error, '/baseUrl')}>
        <Input
          type="url"
          className="font-mono text-12"
          spellCheck={false}
          placeholder="https://crm.example/api"
          {...text('baseUrl')}
        />
      </FormField>
      <FormField
        label="Secret"
        hint={
          connection?.hasSecret
            ? 'Empty keeps the one that is stored; it is never shown'
            : 'Sealed at rest, never shown again'
        }
        error={problemAt(save.error, '/secret')}
      >
        <Input type="password" autoComplete="off" {...text('secret')} />
      </FormField>
      <div className="grid grid-cols-2 items-start gap-3">
        <FormField label="Sent in header" required error={problemAt(save.error, '/auth/header')}>
          <Input className="font-mono text-12" spellCheck={false} {...text('header')} />
        </FormField>
        <FormField label="After" error={problemAt(save.error, '/auth/prefix')}>
          <Input className="font-mono text-12" spellCheck={false} {...text('prefix')} />
        </FormField>
      </div>
      <FormField
        label="Owner"
        required
        hint="The person who answers for it"
        error={problemAt(save.error, '/owner')}
      >
        <Input {...text('owner')} />
      </FormField>
      <FormField label="May receive" required hint="Publishing is refused where more would reach it">
        <Select
          value={form.clearance}
          onValueChange={(clearance) => change({ clearance })}
          options={CLEARANCES}
        />
      </FormField>
      <Checkbox
        checked={form.allowPrivate}
        onCheckedChange={(allowPrivate) => change({ allowPrivate })}
        label="Allow an address in a private network"
        hint="Otherwise private, loopback and metadata addresses are refused"
      />
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {connection ? 'Save' : 'Make the connection'}
        </Button>
      </div>
    </form>
  )
}
