'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { enter } from './enter'

/** E-mail and password; what was typed stays when it does not match. */
export function PasswordForm({ next, autoFocus }: { next: string; autoFocus: boolean }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const [missing, setMissing] = useState(false)
  const send = async () => {
    setMissing(true)
    if (!email.trim() || !password) return
    setBusy(true)
    const why = await enter('password', { email, password })
    if (!why) return location.assign(next)
    setError(why)
    setBusy(false)
  }
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void send()
      }}
    >
      {error && (
        <ErrorState title="Not signed in" className="m-0">
          {error}
        </ErrorState>
      )}
      <FormField
        label="E-mail"
        required
        error={missing && !email.trim() ? 'The e-mail address of your account' : undefined}
      >
        <Input
          type="email"
          name="email"
          autoComplete="username"
          autoFocus={autoFocus}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </FormField>
      <FormField label="Password" required error={missing && !password ? 'Your password' : undefined}>
        <Input
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </FormField>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {busy ? 'Checking…' : 'Sign in'}
      </Button>
    </form>
  )
}
