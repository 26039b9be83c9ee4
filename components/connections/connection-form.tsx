'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { readLimit, showLimit } from '@/components/settings/whole-number'
import { CONNECTION_KIND, type ConnectionKind } from '@/domain/connection/kinds/registry'
import { ownHost } from '@/domain/connection/own-network'
import type { Classification } from '@/domain/policy/classification'
import { slugOf } from '@/domain/team/slug'
import type { Connection } from './connection-types'
import { firstSettings, KindSettings } from './kind-settings'
import { SecretField } from './secret-field'

const CLEARANCES: readonly { value: Classification; label: string; hint: string }[] = [
  { value: 'public', label: 'public', hint: 'Only what anybody may know' },
  { value: 'internal', label: 'internal', hint: 'And what stays among colleagues' },
  { value: 'confidential', label: 'confidential', hint: 'And customers’ and business data' },
  { value: 'restricted', label: 'restricted', hint: 'Everything' },
]
const FIELDS = [
  '/name',
  '/slug',
  '/baseUrl',
  '/secret',
  '/owner',
  '/team',
  '/auth',
  '/settings',
  '/requestsPerMinute',
  '/privateReach',
]
const EVERYWHERE = 'everywhere'

/** Makes or changes a connection; its secret is written, never read. */
export function ConnectionForm({
  kind,
  connection,
  onSaved,
}: {
  kind: ConnectionKind
  connection: Connection | undefined
  onSaved: (id: string) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const entry = CONNECTION_KIND[kind]
  const { data: publishing } = useQuery(trpc.publishing.get.queryOptions())
  const [form, setForm] = useState({
    name: connection?.name ?? '',
    slug: connection?.slug ?? '',
    baseUrl: connection?.baseUrl ?? '',
    secret: '',
    header: connection?.auth.header ?? 'authorization',
    prefix: connection?.auth.prefix ?? 'Bearer ',
    settings: connection?.settings ?? firstSettings(kind),
    owner: connection?.owner ?? person.name,
    team: connection?.team ?? '',
    clearance: connection?.clearance ?? ('internal' as Classification),
    environment: connection?.environment ?? EVERYWHERE,
    limit: showLimit(connection?.guard?.requestsPerMinute ?? null),
    privateReach: connection?.privateReach.join('\n') ?? '',
  })
  const [badLimit, setBadLimit] = useState(false)
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
  const slug = connection?.slug ?? (form.slug || slugOf(form.name))
  const message = otherwise(save.error, FIELDS)
  const text = (key: 'name' | 'slug' | 'baseUrl' | 'owner' | 'team' | 'header' | 'prefix' | 'limit') => ({
    value: form[key],
    onChange: (event: { target: { value: string } }) => change({ [key]: event.target.value }),
  })
  const reach = form.privateReach.split(/[\s,]+/).filter(Boolean)
  const own = ownHost(form.baseUrl, reach)
  const submit = () => {
    const { header, prefix, secret, limit, environment, ...rest } = form
    const requestsPerMinute = readLimit(limit)
    setBadLimit(requestsPerMinute === undefined)
    if (requestsPerMinute === undefined) return
    save.mutate({
      ...rest,
      kind,
      slug,
      auth: { header, prefix },
      environment: environment === EVERYWHERE ? null : environment,
      requestsPerMinute,
      privateReach: reach,
      ...(connection ? { id: connection.id } : {}),
      ...(secret.trim() ? { secret: secret.trim() } : {}),
    })
  }
  return (
    <form
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
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
      </div>
      <FormField
        label={entry.address.label}
        required
        hint={own ? <OwnHost host={own} /> : entry.address.hint}
        error={problemAt(save.error, '/baseUrl')}
      >
        <Input
          className="font-mono text-12"
          spellCheck={false}
          placeholder={entry.address.placeholder}
          {...text('baseUrl')}
        />
      </FormField>
      <KindSettings
        kind={kind}
        settings={form.settings}
        error={save.error}
        onChange={(settings) => change({ settings })}
      />
      {(!connection?.hasSecret || problemAt(save.error, '/secret')) && (
        <SecretField
          kind={kind}
          value={form.secret}
          error={problemAt(save.error, '/secret')}
          onChange={(secret) => change({ secret })}
        />
      )}
      {entry.header && (
        <div className="grid grid-cols-2 items-start gap-3">
          <FormField label="Sent in header" required error={problemAt(save.error, '/auth/header')}>
            <Input className="font-mono text-12" spellCheck={false} {...text('header')} />
          </FormField>
          <FormField
            label="Before the secret"
            hint="As in Bearer; empty for the secret alone"
            error={problemAt(save.error, '/auth/prefix')}
          >
            <Input className="font-mono text-12" spellCheck={false} {...text('prefix')} />
          </FormField>
        </div>
      )}
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <FormField
          label="Owner"
          required
          hint="The person who answers for it"
          error={problemAt(save.error, '/owner')}
        >
          <Input {...text('owner')} />
        </FormField>
        <FormField label="Team" hint="The part of the organisation" error={problemAt(save.error, '/team')}>
          <Input placeholder="Revenue operations" {...text('team')} />
        </FormField>
        <FormField label="May receive" required hint="Publishing is refused where more would reach it">
          <Select
            value={form.clearance}
            onValueChange={(clearance) => change({ clearance })}
            options={CLEARANCES}
          />
        </FormField>
        <FormField label="Used by runs in" required hint="Elsewhere its calls are held back">
          <Select
            value={form.environment}
            onValueChange={(environment) => change({ environment })}
            options={[
              { value: EVERYWHERE, label: 'Every environment' },
              ...(publishing?.environments ?? []).map((one) => ({ value: one.slug, label: one.name })),
            ]}
          />
        </FormField>
        <FormField
          label="Calls a minute"
          hint="By all workers together; empty for no limit"
          error={
            badLimit ? 'A whole number from 1 on, as in 500' : problemAt(save.error, '/requestsPerMinute')
          }
        >
          <Input inputMode="numeric" {...text('limit')} />
        </FormField>
      </div>
      <FormField
        label="May reach in your own network"
        hint="One a line: a host, an address or a range, as in db.internal:5432, 10.2.0.7 or 10.2.0.0/16. Empty: public addresses only"
        error={problemAt(save.error, '/privateReach')}
      >
        <Textarea
          className="font-mono text-12"
          rows={2}
          spellCheck={false}
          value={form.privateReach}
          onChange={({ target: { value } }) => change({ privateReach: value })}
        />
      </FormField>
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {connection ? 'Save' : 'Make the connection'}
        </Button>
      </div>
    </form>
  )
}

/** Said before a call is refused: an address of one's own is listed first. */
function OwnHost({ host }: { host: string }) {
  return (
    <span role="status" className="flex items-start gap-1.25 text-waiting-fg">
      <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
      <span>
        <code className="font-mono">{host}</code> looks like a machine of your own network. It is refused
        unless it stands below, under “May reach in your own network”.
      </span>
    </span>
  )
}
