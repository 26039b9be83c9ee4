import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignInScreen } from '@/components/shell/sign-in-screen'
import { oidcOffered } from '@/server/auth/options'
import { practiceAccounts } from '@/server/auth/practice'
import { safePath } from '@/server/auth/safe-path'
import { webDb } from '@/server/auth/web-db'
import { whyRefused } from '@/server/auth/why-refused'
import { requestContext } from '@/server/trpc/context'

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<'next' | 'callbackUrl' | 'error' | 'why', string | string[] | undefined>>
}) {
  const { next, callbackUrl, error, why } = await searchParams
  // After a refusal next-auth tells where one wanted to go in a name of its own.
  const path = safePath(next ?? callbackUrl)
  const ctx = await requestContext()
  if (ctx.actor.kind !== 'nobody') redirect(path)
  const asked = await headers()
  const practice = await practiceAccounts(webDb(), asked.get('host'), asked.get('x-forwarded-for'))
  return (
    <SignInScreen next={path} practice={practice} oidc={oidcOffered()} refused={whyRefused(error, why)} />
  )
}
