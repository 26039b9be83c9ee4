import type { NextAuthOptions } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { keptOut } from './kept-out'
import { SignInRefused, signInToPractice, signInWithIdentity, signInWithPassword } from './sign-in'
import { webDb } from './web-db'

/** A working day; the console renews it while it is open. Roles and standing are read from the database each time. */
const SESSION_SECONDS = 8 * 3600

type HeaderSource = Record<string, unknown> | undefined

/** The nearest proxy's word about where the request comes from, or the socket's, which Next puts there. */
const addressOf = (headers: HeaderSource): string => {
  const forwarded = headers?.['x-forwarded-for']
  return typeof forwarded === 'string' ? (forwarded.split(',').at(-1)?.trim() ?? 'unknown') : 'unknown'
}
const hostOf = (headers: HeaderSource): string | null => {
  const host = headers?.['host']
  return typeof host === 'string' ? host : null
}

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
        email: given?.email ?? '',
        password: given?.password ?? '',
        address: addressOf(headers),
      }),
    ),
})

const practice = CredentialsProvider({
  id: 'practice',
  credentials: { userId: {} },
  authorize: (given, { headers }) =>
    explained(
      signInToPractice(webDb(), {
        userId: given?.userId ?? '',
        host: hostOf(headers),
        address: addressOf(headers),
      }),
    ),
})

interface OidcProfile {
  sub: string
  email?: string
  email_verified?: boolean
}

/** Whether people may come in through the organisation's identity provider. */
export const oidcOffered = (): boolean => Boolean(env().OIDC_ISSUER && env().OIDC_CLIENT_ID)

function oidc(): OAuthConfig<OidcProfile> {
  const { OIDC_ISSUER = '', OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET = '' } = env()
  return {
    id: 'oidc',
    name: 'Single sign-on',
    type: 'oauth',
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: ({ sub, email }) => ({ id: sub, email: email ?? '' }),
  }
}

/** How people come in. Sessions are signed cookies without roles; `jwt` fails closed when the person is gone. */
export function authOptions(): NextAuthOptions {
  return {
    providers: [password, practice, ...(oidcOffered() ? [oidc()] : [])],
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== 'oidc') return true
        const { email, email_verified: verified } = (profile ?? {}) as Partial<OidcProfile>
        const known = await signInWithIdentity(webDb(), { email: email ?? '', verified: verified === true })
        if (!known) return false
        user.id = known.id
        return true
      },
      async jwt({ token, user }) {
        const id = (user as { id?: string } | undefined)?.id ?? token.sub
        const known = id
          ? await webDb().prisma.user.findUnique({ where: { id }, include: { memberships: true } })
          : null
        if (!known || keptOut(known)) throw new Error('the account is gone or disabled')
        return { sub: id ?? '' }
      },
      // The browser learns who it is from the procedures; here it only renews the cookie.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith('/') ? `${baseUrl}${url}` : sameOrigin(url, baseUrl)),
    },
    logger: {
      error: (code) => log.warn({ code }, 'next-auth'),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

const sameOrigin = (url: string, baseUrl: string): string =>
  URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl
