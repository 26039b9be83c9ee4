'use client'

import { ArrowRight, LogIn } from 'lucide-react'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import type { Role } from '@/domain/policy/permission'
import { enter } from './enter'
import { PasswordForm } from './password-form'
import { ROLE_DOES, rolesInWords } from './roles'

interface PracticeAccount {
  id: string
  name: string
  roles: readonly Role[]
}

/** The way in: own account, the organisation's identity, or a practice account where the server offers them. */
export function SignInScreen({
  next,
  practice,
  oidc,
  refused,
}: {
  next: string
  practice: readonly PracticeAccount[]
  oidc: boolean
  refused: { title: string; text: string } | undefined
}) {
  const [leaving, setLeaving] = useState(false)
  return (
    <main className="grid h-dvh content-start justify-items-center overflow-auto bg-frame px-4 py-[12vh] max-sm:py-8">
      <div className="w-full max-w-100">
        <div className="mb-6 grid gap-1">
          <h1 className="text-20 font-strong">Baton</h1>
          <p className="text-fg-2">The control room for teams of AI agents</p>
        </div>
        {refused && (
          <ErrorState title={refused.title} className="mx-0 mt-0 mb-4">
            {refused.text}
          </ErrorState>
        )}
        {practice.length > 0 && <PracticeAccounts accounts={practice} next={next} />}
        <section aria-labelledby="own" className="rounded-8 border border-line-strong bg-page p-4">
          <h2 id="own" className="mb-3 font-strong">
            {practice.length > 0 ? 'Or with an account of your own' : 'Sign in'}
          </h2>
          <PasswordForm next={next} autoFocus={practice.length === 0} />
          {oidc && (
            <Button
              icon={LogIn}
              size="lg"
              className="mt-3 w-full"
              busy={leaving}
              onClick={() => {
                setLeaving(true)
                void signIn('oidc', { callbackUrl: next }).finally(() => setLeaving(false))
              }}
            >
              Single sign-on
            </Button>
          )}
        </section>
      </div>
    </main>
  )
}

function PracticeAccounts({ accounts, next }: { accounts: readonly PracticeAccount[]; next: string }) {
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<string>()
  const choose = async (userId: string) => {
    setBusy(userId)
    const why = await enter('practice', { userId })
    if (!why) return location.assign(next)
    setError(why)
    setBusy(undefined)
  }
  return (
    <section aria-labelledby="practice" className="mb-4 rounded-8 border border-line-strong bg-page">
      <div className="px-4 pt-4 pb-2">
        <h2 id="practice" className="font-strong">
          Practice as
        </h2>
        <p className="text-fg-3">Only on this machine, until a real account exists.</p>
      </div>
      {error && (
        <ErrorState title="Not signed in" className="m-4 mt-2">
          {error}
        </ErrorState>
      )}
      <ul>
        {accounts.map(({ id, name, roles }) => (
          <li key={id} className="border-t border-line">
            <button
              type="button"
              aria-busy={busy === id || undefined}
              onClick={() => void choose(id)}
              className="group flex w-full items-center gap-3 px-4 py-2.5 text-left -outline-offset-2 last:rounded-b-8 hover:bg-hover"
            >
              <span className="grid min-w-0 flex-1">
                <span>
                  <b className="font-label">{rolesInWords(roles)}</b>{' '}
                  <span className="text-fg-3">{name}</span>
                </span>
                {roles.map((role) => (
                  <span key={role} className="text-12 text-fg-2">
                    {ROLE_DOES[role].charAt(0).toUpperCase() + ROLE_DOES[role].slice(1)}
                  </span>
                ))}
              </span>
              <ArrowRight className="size-4 shrink-0 text-fg-3 group-hover:text-fg" aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
