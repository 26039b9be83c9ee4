'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Copyable } from '@/components/triggers/copyable'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { CONNECTION_KIND, type ConnectionKind } from '@/domain/connection/kinds/registry'

/** A secret as it is typed; a webhook's key can be made here, and is shown once, for its receiver. */
export function SecretField({
  kind,
  label,
  hint,
  required,
  value,
  error,
  onChange,
}: {
  kind: ConnectionKind
  label?: string
  hint?: string
  required?: boolean
  value: string
  error: string | undefined
  onChange: (secret: string) => void
}) {
  const { secret } = CONNECTION_KIND[kind]
  const [made, setMade] = useState<string>()
  if (!secret) return null
  const make = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32))
    const key = `whsec_${btoa(String.fromCharCode(...bytes))}`
    setMade(key)
    onChange(key)
  }
  return (
    <div className="grid gap-2">
      <FormField
        label={label ?? secret.label}
        required={required ?? secret.needed ?? false}
        hint={hint ?? `${secret.hint}. Sealed at rest, never shown again`}
        error={error}
      >
        <Input
          type="password"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      </FormField>
      {kind === 'webhook' && (
        <div className="grid gap-2">
          <div>
            <Button icon={KeyRound} onClick={make}>
              Make a key
            </Button>
          </div>
          {made !== undefined && made === value && (
            <Copyable
              text={made}
              label="The key that you made"
              hint="Give it to whoever receives the messages; it is not shown again"
            />
          )}
        </div>
      )}
    </div>
  )
}
