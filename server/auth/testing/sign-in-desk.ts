import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { Db } from '@/server/db/client'
import { contextFromSession } from '@/server/services/session/from-cookies'
import { generatePassword, hashPassword } from '../password'
import { openSession } from '../sessions'
import { webDb } from '../web-db'
import { Browser } from './browser'
import { consoleServer, type ConsoleServer } from './console-server'
import { openIdProvider, type OpenIdProvider } from './openid-provider'
import { inOneWorkspace } from './people'
import { signInLocally } from './visit'

/** Where the console is published. */
export const PUBLIC = 'https://baton.example.org'
/** The session's cookie. */
export const SESSION = 'next-auth.session-token'
export const HOURS_8 = 8 * 3600

/** A console and an identity provider for a test file, and two people of one workspace. */
export function useSignIn() {
  const own = { email: 'ada@example.org', password: generatePassword() }
  let baton: ConsoleServer
  let provider: OpenIdProvider
  let db: Db

  const settings = () => ({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  })
  beforeAll(async () => {
    baton = await consoleServer()
    const redirectUris = [baton.url, PUBLIC].map((origin) => `${origin}/api/auth/callback/oidc`)
    provider = await openIdProvider({ redirectUris })
    provider.person = { email: own.email, email_verified: true }
    await baton.restart(settings())
    db = webDb()
    await inOneWorkspace(db, [
      { id: 'usr_a', email: own.email, passwordHash: await hashPassword(own.password) },
      { id: 'usr_b', email: 'bea@example.org' },
    ])
  })
  beforeEach(async () => {
    await db.prisma.rateLimit.deleteMany()
  })
  afterAll(async () => {
    await provider.close()
    await baton.close()
  })
  return {
    own,
    settings,
    baton: () => baton,
    provider: () => provider,
    db: () => db,
    secret: () => process.env['NEXTAUTH_SECRET'] ?? '',
    /** A browser in which `usr_a` has just signed in. */
    signedIn: async (): Promise<Browser> => {
      const browser = new Browser()
      expect(await signInLocally(browser, baton.url, 'password', own)).toBeUndefined()
      return browser
    },
    /** What a browser's own session would have in its cookie. */
    inCookie: async (sub: string): Promise<{ sub: string; sid: string }> => {
      const sid = await openSession(db, {
        userId: sub,
        method: 'password',
        address: '192.0.2.7',
        agent: 'a test',
      })
      return { sub, sid }
    },
    contextOf: (browser: Browser, origin = baton.url, headers = {}) =>
      contextFromSession(db, new Headers(headers), browser.cookies(origin)),
  }
}
