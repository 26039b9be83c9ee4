import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '@/server/db/client'
import { contextFromSession } from '@/server/services/session/from-cookies'
import { Browser } from './testing/browser'
import { consoleServer, type ConsoleServer } from './testing/console-server'
import { openIdProvider, type OpenIdProvider } from './testing/openid-provider'
import { inOneWorkspace, sessionsOnRecord } from './testing/people'
import { renew, signInByOidc } from './testing/visit'
import { webDb } from './web-db'
import { whyRefused } from './why-refused'

let baton: ConsoleServer
let provider: OpenIdProvider
let frank: OpenIdProvider
let db: Db

beforeAll(async () => {
  baton = await consoleServer()
  const redirectUris = [`${baton.url}/api/auth/callback/oidc`]
  provider = await openIdProvider({ redirectUris })
  frank = await openIdProvider({ redirectUris, tellsInToken: true })
  await baton.restart(settings(provider))
  db = webDb()
  await inOneWorkspace(db, [
    { id: 'usr_a', email: 'ada@example.org', roles: ['operator', 'reviewer'] },
    { id: 'usr_d', email: 'gone@example.org', disabledAt: new Date() },
    { id: 'usr_p', email: 'practice@example.org', practice: true, roles: ['admin'] },
  ])
})

afterAll(async () => {
  await provider.close()
  await frank.close()
  await baton.close()
})

const settings = ({ issuer, clientId, clientSecret }: OpenIdProvider) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
})

/** Signs in as a person of the provider. */
async function come(person: OpenIdProvider['person'], at = provider) {
  at.person = person
  const before = (await sessionsOnRecord(db)).length
  const browser = new Browser()
  const page = await signInByOidc(browser, baton.url)
  await expect.poll(async () => (await sessionsOnRecord(db)).length).toBeGreaterThan(before)
  const recorded = (await sessionsOnRecord(db)).slice(before)
  const who = (await contextFromSession(db, new Headers(), browser.cookies(baton.url))).actor
  return { browser, page, recorded, who }
}

const ada = { email: 'ada@example.org', email_verified: true }

/** What the sign-in page says about the address it is at. */
const saidAt = ({ searchParams }: URL) => whyRefused(searchParams.get('error'), searchParams.get('why'))

describe('single sign-on', () => {
  it('lets in the account of the verified address, by code flow with PKCE, state and nonce', async () => {
    const { browser, page, recorded, who } = await come(ada)
    expect(page.href).toBe(`${baton.url}/runs`)
    expect(who).toEqual({ kind: 'person', id: 'usr_a', name: 'Ada' })
    expect(await renew(browser, baton.url)).toBe(true)

    const asked = provider.asked.at(-1)
    expect(asked?.get('redirect_uri')).toBe(`${baton.url}/api/auth/callback/oidc`)
    expect(asked?.get('response_type')).toBe('code')
    expect(asked?.get('code_challenge_method')).toBe('S256')
    expect(asked?.get('scope')).toBe('openid email profile')
    for (const each of ['code_challenge', 'state', 'nonce'])
      expect(asked?.get(each)?.length).toBeGreaterThan(40)

    expect(recorded.map(({ kind }) => kind)).toEqual(['session.opened'])
    expect(recorded[0]?.data).toMatchObject({
      method: 'oidc',
      address: { $hmac: expect.any(String) as string },
    })
    expect(recorded[0]?.text).not.toMatch(/example\.org|127\.0\.0\.1|"Ada"/)
  })

  it('keeps neither the address nor the tokens of the provider in the cookie', async () => {
    const { browser } = await come(ada)
    const { decode } = await import('next-auth/jwt')
    const token = browser.cookie(baton.url, 'next-auth.session-token')?.value ?? ''
    const inside = await decode({ token, secret: process.env['NEXTAUTH_SECRET'] ?? '' })
    expect(Object.keys(inside ?? {}).sort()).toEqual(['exp', 'iat', 'jti', 'sid', 'sub'])
    expect(inside?.sub).toBe('usr_a')
  })

  it('does not mind how the address is written', async () => {
    expect((await come({ email: 'Ada@Example.ORG', email_verified: true })).who.id).toBe('usr_a')
  })

  it('believes an address in the ID token as well as at userinfo', async () => {
    await baton.restart(settings(frank))
    expect((await come(ada, frank)).who.id).toBe('usr_a')
    const { page } = await come({ ...ada, email_verified: false }, frank)
    expect(page.searchParams.get('why')).toBe('unverified')
    await baton.restart(settings(provider))
  })

  it('works for a public client, which has no secret', async () => {
    const { OIDC_ISSUER } = settings(provider)
    await baton.restart({ OIDC_ISSUER, OIDC_CLIENT_ID: provider.publicClientId })
    expect((await come(ada)).who.id).toBe('usr_a')
    await baton.restart(settings(provider))
  })

  it('does not mind a slash at the end of the issuer', async () => {
    await baton.restart({ ...settings(provider), OIDC_ISSUER: `${provider.issuer}/` })
    expect((await come(ada)).who.id).toBe('usr_a')
    await baton.restart(settings(provider))
  })
})

describe('single sign-on refuses', () => {
  const refusals = [
    {
      whom: 'an unknown address, and makes no account of it',
      person: { email: 'ghost@example.org', email_verified: true },
      data: { reason: 'unknown_account' },
      text: /no enabled account here has that e-mail address\. An admin can add you/,
    },
    {
      whom: 'a known address that the provider does not vouch for',
      person: { email: 'ada@example.org', email_verified: false },
      data: { reason: 'unverified_email', account: 'usr_a' },
      text: /does not vouch for your e-mail address/,
    },
    {
      whom: 'a known address of which the provider does not say whether it is verified',
      person: { email: 'ada@example.org' },
      data: { reason: 'unverified_email', account: 'usr_a' },
      text: /does not vouch/,
    },
    {
      whom: 'an address verified in words only',
      person: { email: 'ada@example.org', email_verified: 'true' },
      data: { reason: 'unverified_email', account: 'usr_a' },
      text: /does not vouch/,
    },
    {
      whom: 'somebody without an address',
      person: { email_verified: true },
      data: { reason: 'unverified_email' },
      text: /does not vouch/,
    },
    {
      whom: 'a disabled account',
      person: { email: 'gone@example.org', email_verified: true },
      data: { reason: 'disabled', account: 'usr_d' },
      text: /no enabled account/,
    },
    {
      whom: 'a practice account, which is nobody’s',
      person: { email: 'practice@example.org', email_verified: true },
      data: { reason: 'unknown_account' },
      text: /no enabled account/,
    },
    {
      whom: 'who cancels at the provider',
      person: undefined,
      data: { reason: 'identity_unproven' },
      text: /was cancelled, took too long, or its answer could not be trusted/,
    },
  ]

  it.each(refusals)('$whom', async ({ person, data, text }) => {
    const users = await db.prisma.user.count()
    const { browser, page, recorded, who } = await come(person)
    expect(page.pathname).toBe('/sign-in')
    expect(saidAt(page)?.text).toMatch(text)
    expect(who.kind).toBe('nobody')
    expect(browser.cookie(baton.url, 'next-auth.session-token')).toBeUndefined()
    expect(recorded).toHaveLength(1)
    expect(recorded[0]).toMatchObject({ kind: 'session.refused', data: { method: 'oidc', ...data } })
    expect('account' in (recorded[0]?.data ?? {})).toBe('account' in data)
    expect(recorded[0]?.text).not.toMatch(/example\.org|127\.0\.0\.1/)
    expect(await db.prisma.user.count()).toBe(users)
  })

  it('fills no record for who repeats it', async () => {
    await db.prisma.rateLimit.deleteMany()
    provider.person = { email: 'ghost@example.org', email_verified: true }
    const before = (await sessionsOnRecord(db)).length
    for (let i = 0; i < 24; i++) await signInByOidc(new Browser(), baton.url)
    const reasons = (await sessionsOnRecord(db)).slice(before).map(({ data }) => data['reason'])
    expect(reasons).toEqual([...Array<string>(20).fill('unknown_account'), 'too_many'])
    expect((await come(ada)).who.id).toBe('usr_a')
  })
})
