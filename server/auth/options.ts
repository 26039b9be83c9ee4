import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { headers } from 'next/headers'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { keptOut } from './kept-out'
import { oidc, type OidcProfile } from './oidc'
import { originOf } from './origin'
import { closeSession, counts, openSession } from './sessions'
import type { SignInMethod } from './session-record'
import { practiceOver } from './practice'
import { SignInRefused, signInToPractice, signInWithPassword } from './sign-in'
import { refuseUnproven, signInWithIdentity } from './sign-in-with-identity'
import { webDb } from './web-db'
import { FAILED_PATH, refusedPath } from './why-refused'

/** A working day; the console renews it while it is open. Roles and standing are read from the database each time. */
const SESSION_SECONDS = 8 * 3600

/** Of what is posted to be a credential: nothing too long to be one, nor what a database cannot hold. */
const credential = (given: unknown, most: number): string =>
  typeof given === 'string' && given.length <= most && !given.includes('\0') ? given : ''

const addressOfRequest = async (): Promise<string> => originOf(Object.fromEntries(await headers())).address

/** Sign-in's refusals are for people to read; anything else is ours to look into. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof SignInRefused) throw error
    log.error({ err: error }, 'sign-in failed')
    throw new Error('Baton could not check the sign-in. Is its database reachable? It is in the log.')
  }
}

const password = CredentialsProvider({
  id: 'password',
  credentials: { email: {}, password: {} },
  authorize: (given, { headers }) =>
    explained(
      signInWithPassword(webDb(), {
        email: credential(given?.email, 320),
        password: credential(given?.password, 1024),
        address: originOf(headers).address,
      }),
    ),
})

const practice = CredentialsProvider({
  id: 'practice',
  credentials: { userId: {} },
  authorize: (given, { headers }) =>
    explained(
      signInToPractice(webDb(), {
        userId: credential(given?.userId, 100),
        ...originOf(headers),
      }),
    ),
})

const METHODS: Record<string, SignInMethod> = { password: 'password', practice: 'practice', oidc: 'oidc' }

/** A session of the browser at hand. */
async function openedBy(userId: string, provider: string): Promise<string> {
  const method = METHODS[provider]
  if (!method) throw new Error(`nobody comes in by ${provider}`)
  const agent = (await headers()).get('user-agent') ?? ''
  return openSession(webDb(), { userId, method, address: await addressOfRequest(), agent })
}

/** Whether people may come in through the organisation's identity provider. */
export const oidcOffered = (): boolean => Boolean(env().OIDC_ISSUER && env().OIDC_CLIENT_ID)

/** The account of a confirmed identity, or the page that says why there is none. */
async function knownIdentity(claims: OidcProfile): Promise<{ id: string } | string> {
  try {
    const identity = {
      email: claims.email ?? '',
      verified: claims.email_verified === true,
      ...(claims.name !== undefined && { name: claims.name }),
      groups: claims.groups ?? [],
    }
    const known = await signInWithIdentity(webDb(), identity, await addressOfRequest())
    return 'id' in known ? known : refusedPath(known.refused)
  } catch (error) {
    log.error({ err: error }, 'sign-in failed')
    return FAILED_PATH
  }
}

/**
 * What next-auth reports goes to the log; an answer of the provider that proves nothing goes on the record too.
 * What browsers post to `_log` comes by here as well, without an Error, and is left.
 */
function onError(code: string, reported: unknown): void {
  const error = reported instanceof Error ? reported : (reported as { error?: unknown } | undefined)?.error
  if (!(error instanceof Error)) return
  log.warn({ code, reason: error.message }, 'next-auth')
  if (code !== 'OAUTH_CALLBACK_ERROR') return
  addressOfRequest()
    .then((address) => refuseUnproven(webDb(), address))
    .catch((failure: unknown) => log.error({ err: failure }, 'a refused sign-in is not on the record'))
}

/** How people come in. Sessions are signed cookies without roles; `jwt` fails closed when the person is gone. */
export function authOptions(): NextAuthOptions {
  return {
    providers: [password, practice, ...(oidcOffered() ? [oidc()] : [])],
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    // Without it a new cookie's content stays good for thirty days, whatever the cookie says.
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== 'oidc') return true
        const known = await knownIdentity(profile as OidcProfile)
        if (typeof known === 'string') return known
        user.id = known.id
        return true
      },
      async jwt({ token, user, account }) {
        const id = (user as { id?: string } | undefined)?.id ?? token.sub
        const known = id
          ? await webDb().prisma.user.findUnique({ where: { id }, include: { memberships: true } })
          : null
        if (!known || keptOut(known)) throw new Error('the account is gone or disabled')
        if (known.practice && (await practiceOver(webDb()))) throw new Error('practice is over')
        if (account) return { sub: known.id, sid: await openedBy(known.id, account.provider) }
        const sid = typeof token['sid'] === 'string' ? token['sid'] : ''
        const session = await webDb().prisma.userSession.findUnique({ where: { id: sid, userId: known.id } })
        if (!session || !counts(known.memberships, session)) throw new Error('the session is over')
        return { sub: known.id, sid }
      },
      // The browser learns who it is from the procedures; here it only renews the cookie.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith('/') ? `${baseUrl}${url}` : sameOrigin(url, baseUrl)),
    },
    events: {
      // A copy of the cookie is worth nothing from then on.
      async signOut({ token }) {
        if (token.sub && typeof token['sid'] === 'string')
          await closeSession(webDb(), { userId: token.sub, id: token['sid'] })
      },
    },
    logger: {
      error: onError,
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

const sameOrigin = (url: string, baseUrl: string): string =>
  URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl
