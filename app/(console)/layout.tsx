import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { NoWorkspace } from '@/components/shell/no-workspace'
import { Shell } from '@/components/shell/shell'
import { readSession } from '@/server/services/session/read'
import { requestContext } from '@/server/trpc/context'

/** Every screen behind the sign-in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await requestContext()
  if (ctx.actor.kind === 'nobody') {
    const path = (await headers()).get('x-path') ?? '/'
    redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
  }
  const session = await readSession(ctx)
  return <Shell session={session}>{session.workspace ? children : <NoWorkspace />}</Shell>
}
