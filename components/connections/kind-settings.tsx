'use client'

import { problemAt } from '@/components/shell/problems'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ConnectionKind } from '@/domain/connection/kinds/registry'

type Settings = Record<string, unknown>

/** What a new connection of a kind begins with. */
export const firstSettings = (kind: ConnectionKind): Settings =>
  kind === 'smtp'
    ? { from: '', username: '', tls: 'required' }
    : kind === 'postgres'
      ? { username: '', tls: 'required', maxRows: 200, statementSeconds: 10 }
      : {}

const TLS = [
  { value: 'required', label: 'Required', hint: 'Nothing is said before the line is encrypted' },
  { value: 'none', label: 'None', hint: 'Only within your own network' },
] as const

/** What a kind of connection has set besides its address and secret. */
export function KindSettings({
  kind,
  settings,
  error,
  onChange,
}: {
  kind: ConnectionKind
  settings: Settings
  error: unknown
  onChange: (settings: Settings) => void
}) {
  if (kind !== 'smtp' && kind !== 'postgres') return null
  const shown = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const text = (key: string) => ({
    value: shown(settings[key]),
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onChange({ ...settings, [key]: event.target.value }),
  })
  const number = (key: string) => ({
    ...text(key),
    inputMode: 'numeric' as const,
    onChange: ({ target: { value } }: { target: { value: string } }) =>
      onChange({ ...settings, [key]: /^\d+$/.test(value) ? Number(value) : value }),
  })
  const problem = (key: string) => problemAt(error, `/settings/${key}`)
  const encryption = (
    <FormField label="Encryption" required error={problem('tls')}>
      <Select
        value={settings['tls'] === 'none' ? 'none' : 'required'}
        onValueChange={(tls) => onChange({ ...settings, tls })}
        options={TLS}
      />
    </FormField>
  )
  return (
    <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
      {kind === 'smtp' ? (
        <>
          <FormField
            label="Mails are from"
            required
            hint="Whoever sends cannot choose another"
            error={problem('from')}
          >
            <Input type="email" placeholder="desk@example.com" {...text('from')} />
          </FormField>
          <FormField label="Signs in as" error={problem('username')}>
            <Input autoComplete="off" {...text('username')} />
          </FormField>
          {encryption}
        </>
      ) : (
        <>
          <FormField label="Signs in as" required hint="A role of its own" error={problem('username')}>
            <Input autoComplete="off" {...text('username')} />
          </FormField>
          {encryption}
          <FormField
            label="Rows at most"
            required
            hint="A query that finds more fails"
            error={problem('maxRows')}
          >
            <Input {...number('maxRows')} />
          </FormField>
          <FormField label="Seconds at most" required error={problem('statementSeconds')}>
            <Input {...number('statementSeconds')} />
          </FormField>
        </>
      )}
    </div>
  )
}
