import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignInScreen } from '@/components/shell/sign-in-screen'
import { oidcOffered } from '@/server/auth/options'
import { practiceAccounts } from '@/server/auth/practice'
import { webDb } from '@/server/auth/web-db'
import { requestContext } from '@/server/trpc/context'

/** Only a path of this console is gone to after signing in. */
const safePath = (next: string | string[] | undefined): string =>
  typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>
}) {
  const { next, error } = await searchParams
  const path = safePath(next)
  const ctx = await requestContext()
  if (ctx.actor.kind !== 'nobody') redirect(path)
  const practice = await practiceAccounts(webDb(), (await headers()).get('host'))
  return (
    <SignInScreen
      next={path}
      practice={practice}
      oidc={oidcOffered()}
      refused={error === 'AccessDenied' || error === 'OAuthCallback'}
    />
  )
}
