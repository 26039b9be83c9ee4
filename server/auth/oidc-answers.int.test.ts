import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '@/server/db/client'
import { generatePassword, hashPassword } from './password'
import { Browser } from './testing/browser'
import { consoleServer, type ConsoleServer } from './testing/console-server'
import { end, listen } from './testing/listen'
import { openIdProvider, type OpenIdProvider } from './testing/openid-provider'
import { inOneWorkspace, sessionsOnRecord } from './testing/people'
import { answerOf, signInByOidc, signInLocally } from './testing/visit'
import { webDb } from './web-db'
import { whyRefused } from './why-refused'

const SESSION = 'next-auth.session-token'
const ada = { email: 'ada@example.org', email_verified: true }
const password = generatePassword()
let baton: ConsoleServer
let provider: OpenIdProvider
let redirectUris: string[]
let db: Db

beforeAll(async () => {
  baton = await consoleServer()
  redirectUris = [`${baton.url}/api/auth/callback/oidc`]
  provider = await openIdProvider({ redirectUris })
  await baton.restart(settings(provider))
  db = webDb()
  await inOneWorkspace(db, [
    { id: 'usr_a', email: 'ada@example.org', passwordHash: await hashPassword(password) },
  ])
})

beforeEach(async () => {
  provider.person = ada
  provider.twist = undefined
  await db.prisma.rateLimit.deleteMany()
})

afterAll(async () => {
  await provider.close()
  await baton.close()
})

const settings = ({ issuer, clientId, clientSecret }: OpenIdProvider) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
})

/** Does it, and expects that it proved nothing: no session, a sentence, one entry of a refusal. */
async function expectUnproven(browser: Browser, come: () => Promise<URL>): Promise<void> {
  const before = (await sessionsOnRecord(db)).length
  const had = browser.cookie(baton.url, SESSION)
  const page = await come()
  expect(page.pathname).toBe('/sign-in')
  expect(whyRefused(page.searchParams.get('error'))?.text).toMatch(/Your identity was not confirmed/)
  expect(browser.cookie(baton.url, SESSION)).toEqual(had)
  await expect.poll(async () => (await sessionsOnRecord(db)).length).toBe(before + 1)
  const entry = (await sessionsOnRecord(db)).at(-1)
  expect(entry).toMatchObject({
    kind: 'session.refused',
    data: { method: 'oidc', reason: 'identity_unproven' },
  })
  expect(entry?.text).not.toMatch(/example\.org|127\.0\.0\.1/)
}

const opens = async (browser: Browser, answer: URL) => (await browser.follow(answer)).url

describe('an answer of the provider is refused', () => {
  it('with the state of nobody', async () => {
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    const granted = provider.granted
    answer.searchParams.set('state', 'x'.repeat(43))
    await expectUnproven(browser, () => opens(browser, answer))
    expect(provider.granted).toBe(granted)
  })

  it('without a state', async () => {
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    answer.searchParams.delete('state')
    await expectUnproven(browser, () => opens(browser, answer))
  })

  it('in a browser that did not ask, which would sign it in as somebody else', async () => {
    const answer = await answerOf(new Browser(), baton.url)
    const victim = new Browser()
    await expectUnproven(victim, () => opens(victim, answer))
  })

  it('with the code of another browser, by its own state', async () => {
    const stolen = await answerOf(new Browser(), baton.url)
    const thief = new Browser()
    const own = await answerOf(thief, baton.url)
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    const granted = provider.granted
    await expectUnproven(thief, () => opens(thief, own))
    expect(provider.granted).toBe(granted)
  })

  it('a second time, in the same browser', async () => {
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    expect((await opens(browser, answer)).pathname).toBe('/runs')
    await expectUnproven(browser, () => opens(browser, answer))
  })

  it('a second time, even where its cookies were kept', async () => {
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    const kept = browser.cookies(baton.url).getAll()
    expect((await opens(browser, answer)).pathname).toBe('/runs')
    const again = new Browser()
    for (const { name, value } of kept) again.setCookie(baton.url, name, value)
    await expectUnproven(again, () => opens(again, answer))
  })

  it('with a proof of the code that is not ours', async () => {
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    const other = new Browser()
    await answerOf(other, baton.url)
    const name = 'next-auth.pkce.code_verifier'
    browser.setCookie(baton.url, name, other.cookie(baton.url, name)?.value ?? '')
    await expectUnproven(browser, () => opens(browser, answer))
  })

  it('in the name of another issuer', async () => {
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    expect(answer.searchParams.get('iss')).toBe(provider.issuer)
    answer.searchParams.set('iss', 'https://evil.example')
    await expectUnproven(browser, () => opens(browser, answer))
  })

  const twists: Record<string, OpenIdProvider['twist']> = {
    'of another issuer': (claims) => ({ ...claims, iss: 'https://evil.example' }),
    'for another audience': (claims) => ({ ...claims, aud: 'another-client' }),
    'for several, in the name of another': (claims) => ({
      ...claims,
      aud: ['baton', 'another-client'],
      azp: 'another-client',
    }),
    'of another request': (claims) => ({ ...claims, nonce: 'another' }),
    'without the nonce': ({ nonce: _, ...claims }) => claims,
    'that has run out': (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 }),
    'about nobody': ({ sub: _, ...claims }) => claims,
    'about somebody else than userinfo tells of': (claims) => ({ ...claims, sub: 'somebody-else' }),
  }

  it.each(Object.entries(twists))('with a token %s', async (_, twist) => {
    provider.twist = twist
    const browser = new Browser()
    await expectUnproven(browser, () => signInByOidc(browser, baton.url))
  })

  it('unless it is as it should be: signed anew without a change, it is believed', async () => {
    provider.twist = (claims) => claims
    expect((await signInByOidc(new Browser(), baton.url)).pathname).toBe('/runs')
  })

  it('of a provider that calls itself otherwise than we do', async () => {
    const other = await openIdProvider({ redirectUris, callsItself: 'http://127.0.0.1:9/other-tenant' })
    other.person = ada
    await baton.restart(settings(other))
    const browser = new Browser()
    await expectUnproven(browser, () => signInByOidc(browser, baton.url))
    expect(other.granted).toBe(0)
    await other.close()
    await baton.restart(settings(provider))
  })

  it('while the record is not filled by who calls the address again and again', async () => {
    const before = (await sessionsOnRecord(db)).length
    const ask = () => new Browser().ask(`${baton.url}/api/auth/callback/oidc?code=x&state=y`)
    for (let i = 0; i < 25; i++) expect((await ask()).status).toBe(302)
    await expect.poll(async () => (await sessionsOnRecord(db)).length).toBe(before + 21)
    expect((await sessionsOnRecord(db)).at(-1)?.data['reason']).toBe('too_many')
  })

  it('by what happened, not by what a browser reports as having happened', async () => {
    // Long enough for what is written without being waited for, here and by what came before.
    const pause = () => new Promise((resolve) => setTimeout(resolve, 300))
    await pause()
    const before = (await sessionsOnRecord(db)).length
    const form = { level: 'error', code: 'OAUTH_CALLBACK_ERROR', error: 'x', message: 'x' }
    const { status } = await new Browser().ask(`${baton.url}/api/auth/_log`, { method: 'POST', form })
    expect(status).toBe(200)
    await pause()
    expect((await sessionsOnRecord(db)).length).toBe(before)
  })
})

describe('without the provider', () => {
  const own = { email: 'ada@example.org', password }

  async function expectAway(issuer: string) {
    await baton.restart({ ...settings(provider), OIDC_ISSUER: issuer })
    const browser = new Browser()
    const page = await signInByOidc(browser, baton.url)
    expect(page.pathname).toBe('/sign-in')
    expect(whyRefused(page.searchParams.get('error'))?.text).toMatch(
      /cannot be reached.*accounts with a password work as usual/,
    )
    expect(browser.cookie(baton.url, SESSION)).toBeUndefined()
    expect(await signInLocally(browser, baton.url, 'password', own)).toBeUndefined()
    expect(browser.cookie(baton.url, SESSION)).toBeDefined()
    await baton.restart(settings(provider))
  }

  it('the page says so, and local accounts work', async () => {
    const { server, port } = await listen(() => undefined)
    await end(server)
    await expectAway(`http://127.0.0.1:${port}`)
  })

  it('the same where it answers with something else', async () => {
    const { server, port } = await listen((_, response) =>
      response.writeHead(502).end('<h1>Bad gateway</h1>'),
    )
    await expectAway(`http://127.0.0.1:${port}`)
    await end(server)
  })

  it('the same, within seconds, where it never answers', async () => {
    const { server, port } = await listen(() => undefined)
    const begun = performance.now()
    await expectAway(`http://127.0.0.1:${port}`)
    expect(performance.now() - begun).toBeLessThan(10_000)
    await end(server)
  })

  it('nobody comes in when it goes away half-way', async () => {
    const brief = await openIdProvider({ redirectUris })
    brief.person = ada
    await baton.restart(settings(brief))
    const browser = new Browser()
    const answer = await answerOf(browser, baton.url)
    await brief.close()
    await expectUnproven(browser, () => opens(browser, answer))
    await baton.restart(settings(provider))
  })

  it('and without its settings it is not offered at all', async () => {
    await baton.restart()
    const { text } = await new Browser().ask(`${baton.url}/api/auth/providers`)
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['password', 'practice'])
    const { status } = await new Browser().ask(`${baton.url}/api/auth/callback/oidc?code=x&state=y`)
    expect(status).toBe(400)
    await baton.restart(settings(provider))
  })
})
