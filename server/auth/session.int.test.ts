import { decode, encode } from 'next-auth/jwt'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '@/server/db/client'
import { contextFromSession } from '@/server/services/session/from-cookies'
import { generatePassword, hashPassword } from './password'
import { Browser } from './testing/browser'
import { consoleServer, type ConsoleServer } from './testing/console-server'
import { openIdProvider, type OpenIdProvider } from './testing/openid-provider'
import { inOneWorkspace } from './testing/people'
import { beginOidc, renew, signInByOidc, signInLocally } from './testing/visit'
import { webDb } from './web-db'

const PUBLIC = 'https://baton.example.org'
const SESSION = 'next-auth.session-token'
const HOURS_8 = 8 * 3600
const own = { email: 'ada@example.org', password: generatePassword() }
let baton: ConsoleServer
let provider: OpenIdProvider
let db: Db

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

const settings = () => ({
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: provider.clientId,
  OIDC_CLIENT_SECRET: provider.clientSecret,
})

async function signedIn(): Promise<Browser> {
  const browser = new Browser()
  expect(await signInLocally(browser, baton.url, 'password', own)).toBeUndefined()
  return browser
}

const contextOf = (browser: Browser, origin = baton.url, headers = {}) =>
  contextFromSession(db, new Headers(headers), browser.cookies(origin))

const secret = () => process.env['NEXTAUTH_SECRET'] ?? ''

/** A cookie's attributes by name, in small letters. */
function attributesOf(line = ''): Record<string, string> {
  const pairs = line
    .split('; ')
    .slice(1)
    .map((each) => each.split('='))
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]))
}

describe('the session’s cookie', () => {
  it('is for the server only, for this site, and for a working day, inside and out', async () => {
    const browser = await signedIn()
    const { value = '', line } = browser.cookie(baton.url, SESSION) ?? {}
    const { expires, ...attributes } = attributesOf(line)
    expect(attributes).toEqual({ path: '/', httponly: '', samesite: 'Lax' })
    expect(Math.abs(Date.parse(expires ?? '') - Date.now() - HOURS_8 * 1000)).toBeLessThan(20_000)
    const inside = await decode({ token: value, secret: secret() })
    expect(Number(inside?.['exp']) - Number(inside?.['iat'])).toBe(HOURS_8)
  })

  it('is the same by single sign-on', async () => {
    const browser = new Browser()
    await signInByOidc(browser, baton.url)
    const { value = '', line } = browser.cookie(baton.url, SESSION) ?? {}
    expect(attributesOf(line)).toMatchObject({ httponly: '', samesite: 'Lax' })
    const inside = await decode({ token: value, secret: secret() })
    expect(Number(inside?.['exp']) - Number(inside?.['iat'])).toBe(HOURS_8)
  })

  it('is renewed while the console is open', async () => {
    const browser = await signedIn()
    const nearlyOver = await encode({ token: { sub: 'usr_a' }, secret: secret(), maxAge: 60 })
    browser.setCookie(baton.url, SESSION, nearlyOver)
    expect(await renew(browser, baton.url)).toBe(true)
    const inside = await decode({ token: browser.cookie(baton.url, SESSION)?.value ?? '', secret: secret() })
    expect(Number(inside?.['exp']) - Date.now() / 1000).toBeGreaterThan(HOURS_8 - 20)
  })

  it('is nobody’s when altered, sealed by another key, or over', async () => {
    const browser = await signedIn()
    const good = browser.cookie(baton.url, SESSION)?.value ?? ''
    const bad = [
      `${good.slice(0, -4)}AAAA`,
      await encode({ token: { sub: 'usr_a' }, secret: 'another' }),
      await encode({ token: { sub: 'usr_a' }, secret: secret(), maxAge: -60 }),
      await encode({ token: {}, secret: secret() }),
      'x',
    ]
    for (const value of bad) {
      browser.setCookie(baton.url, SESSION, value)
      expect((await contextOf(browser)).actor.kind).toBe('nobody')
      expect(await renew(browser, baton.url)).toBe(false)
    }
    browser.setCookie(baton.url, SESSION, good)
    expect((await contextOf(browser)).actor.id).toBe('usr_a')
  })

  it('is taken back by signing out', async () => {
    const browser = await signedIn()
    const { text } = await browser.ask(`${baton.url}/api/auth/csrf`)
    const form = { csrfToken: (JSON.parse(text) as { csrfToken: string }).csrfToken, json: 'true' }
    await browser.ask(`${baton.url}/api/auth/signout`, { method: 'POST', form })
    expect(browser.cookie(baton.url, SESSION)).toBeUndefined()
  })
})

describe('published under https', () => {
  const proxy = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
  const visitor = () => new Browser({ origin: PUBLIC, served: baton.url }, proxy)

  it('every cookie of the sign-in is Secure, and the provider comes back to that address', async () => {
    await baton.restart({ ...settings(), BATON_URL: PUBLIC })
    const browser = visitor()
    const page = await signInByOidc(browser, PUBLIC)
    expect(page.href).toBe(`${PUBLIC}/runs`)
    expect(provider.asked.at(-1)?.get('redirect_uri')).toBe(`${PUBLIC}/api/auth/callback/oidc`)
    const lines = browser.lines.filter((line) => line.includes('next-auth'))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(line).toMatch(/^__(Secure|Host)-.*; HttpOnly; Secure; SameSite=Lax$/)
    expect((await contextOf(browser, PUBLIC, proxy)).actor.id).toBe('usr_a')
  })

  it('no Host header of a request turns it to another address', async () => {
    const browser = visitor()
    const { text } = await browser.ask(`${PUBLIC}/api/auth/providers`, {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    })
    expect(text).not.toContain('evil.example')
    expect(text).toContain(`${PUBLIC}/api/auth/callback/oidc`)
  })

  it('practice accounts are not offered, though this server listens on loopback', async () => {
    const said = await signInLocally(visitor(), PUBLIC, 'practice', { userId: 'usr_b' })
    expect(said).toMatch(/not offered here/)
  })

  it('behind a proxy with TLS that was not told of, the cookie is Secure, and found again', async () => {
    await baton.restart()
    const browser = visitor()
    expect(await signInLocally(browser, PUBLIC, 'password', own)).toBeUndefined()
    expect(attributesOf(browser.cookie(PUBLIC, `__Secure-${SESSION}`)?.line)).toHaveProperty('secure')
    expect((await contextOf(browser, PUBLIC, proxy)).actor.id).toBe('usr_a')
    await baton.restart(settings())
  })
})

describe('a session that is open', () => {
  const update = (data: { disabledAt: Date | null }) =>
    db.prisma.user.update({ where: { id: 'usr_a' }, data })

  it('has the roles of this moment', async () => {
    const browser = await signedIn()
    expect((await contextOf(browser)).roles).toEqual(['operator'])
    const where = { workspaceId_userId: { workspaceId: 'ws_1', userId: 'usr_a' } }
    await db.prisma.membership.update({ where, data: { roles: ['auditor'] } })
    expect((await contextOf(browser)).roles).toEqual(['auditor'])
    await db.prisma.membership.update({ where, data: { roles: ['god'] } })
    expect((await contextOf(browser)).roles).toEqual([])
    await db.prisma.membership.update({ where, data: { roles: ['operator'] } })
  })

  it('is nobody’s from the moment the account is disabled, and loses its cookie', async () => {
    const browser = await signedIn()
    expect(await renew(browser, baton.url)).toBe(true)
    await update({ disabledAt: new Date() })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, baton.url)).toBe(false)
    expect(browser.cookie(baton.url, SESSION)).toBeUndefined()
    await update({ disabledAt: null })
  })

  it('is nobody’s when the person is kept out of their one workspace', async () => {
    const browser = await signedIn()
    const where = { workspaceId_userId: { workspaceId: 'ws_1', userId: 'usr_a' } }
    await db.prisma.membership.update({ where, data: { disabledAt: new Date() } })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, baton.url)).toBe(false)
    await db.prisma.membership.update({ where, data: { disabledAt: null } })
  })

  it('is nobody’s when the account is gone', async () => {
    const browser = new Browser()
    const cookie = await encode({ token: { sub: 'usr_b' }, secret: secret(), maxAge: HOURS_8 })
    browser.setCookie(baton.url, SESSION, cookie)
    expect((await contextOf(browser)).actor.id).toBe('usr_b')
    await db.prisma.user.delete({ where: { id: 'usr_b' } })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, baton.url)).toBe(false)
    expect(browser.cookie(baton.url, SESSION)).toBeUndefined()
  })
})

describe('where one comes out', () => {
  it('is this console, whatever the address asks for', async () => {
    for (const callbackUrl of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:x',
    ]) {
      const browser = new Browser()
      await browser.ask(`${baton.url}/api/auth/csrf`)
      await browser.ask(`${baton.url}/api/auth/signin?callbackUrl=${encodeURIComponent(callbackUrl)}`)
      const kept = decodeURIComponent(browser.cookie(baton.url, 'next-auth.callback-url')?.value ?? baton.url)
      expect(new URL(kept).origin).toBe(baton.url)
    }
  })

  it('is not reached by a link: single sign-on begins with a press of the button', async () => {
    const asked = provider.asked.length
    const { url } = await new Browser().follow(`${baton.url}/api/auth/signin/oidc`)
    expect(url.pathname).toBe('/sign-in')
    expect(provider.asked.length).toBe(asked)
    expect((await beginOidc(new Browser(), baton.url)).origin).toBe(provider.issuer)
  })
})
