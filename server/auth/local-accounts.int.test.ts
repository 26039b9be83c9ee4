import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '@/server/db/client'
import { contextFromSession } from '@/server/services/session/from-cookies'
import { generatePassword, hashPassword } from './password'
import { Browser } from './testing/browser'
import { consoleServer, type ConsoleServer } from './testing/console-server'
import { addPerson, inOneWorkspace, sessionsOnRecord } from './testing/people'
import { renew, signInLocally } from './testing/visit'
import { webDb } from './web-db'

const SESSION = 'next-auth.session-token'
const NO_MATCH = 'E-mail and password do not match an account here.'
const TOO_MANY = /^Too many attempts\. Try again in \d+ seconds\.$/
const NOT_OFFERED = 'Practice accounts are not offered here any more. Sign in with your own account.'
const password = generatePassword()
let baton: ConsoleServer
let db: Db

beforeAll(async () => {
  baton = await consoleServer()
  await baton.restart()
  db = webDb()
  await inOneWorkspace(db, [{ id: 'usr_p', email: 'practice@example.org', practice: true }])
})

beforeEach(async () => {
  await db.prisma.rateLimit.deleteMany()
})

afterAll(async () => {
  await baton.close()
})

/** The first account that is not for practice, unless it is there already. */
async function realAccount(): Promise<void> {
  if (await db.prisma.user.count({ where: { id: 'usr_r' } })) return
  await addPerson(db, {
    id: 'usr_r',
    email: 'real@example.org',
    passwordHash: await hashPassword(password),
  })
}

/** Posts the form from an address, as the proxy nearest to us names it. */
async function attempt(email: string, given: string, from = '192.0.2.1', browser = new Browser()) {
  const headers = { 'x-forwarded-for': from }
  return signInLocally(browser, baton.url, 'password', { email, password: given }, headers)
}

const reasonsSince = async (before: number) =>
  (await sessionsOnRecord(db)).slice(before).map(({ kind, data }) => data['reason'] ?? kind)

// These come first, while nobody real has an account.
describe('practice accounts', () => {
  const practise = (browser = new Browser(), headers: Record<string, string> = {}) =>
    signInLocally(browser, baton.url, 'practice', { userId: 'usr_p' }, headers)

  it('let in by one click on loopback, on the record', async () => {
    const before = (await sessionsOnRecord(db)).length
    const browser = new Browser()
    expect(await practise(browser)).toBeUndefined()
    expect(browser.cookie(baton.url, SESSION)).toBeDefined()
    expect(await practise(new Browser(), { host: 'localhost:3000' })).toBeUndefined()
    expect(await reasonsSince(before)).toEqual(['session.opened', 'session.opened'])
  })

  const elsewhere: Record<string, Record<string, string>> = {
    'by another name of this machine, as after rebinding': { host: 'baton.example.org' },
    'by a name that only begins like ours': { host: 'localhost.example.org' },
    'through a proxy here, for somebody elsewhere': {
      host: 'localhost:3000',
      'x-forwarded-for': '203.0.113.9',
    },
    'through several, the nearest of them here': {
      host: 'localhost:3000',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    },
  }

  it.each(Object.entries(elsewhere))('are refused %s', async (_, headers) => {
    const before = (await sessionsOnRecord(db)).length
    const browser = new Browser()
    expect(await practise(browser, headers)).toBe(NOT_OFFERED)
    expect(browser.cookie(baton.url, SESSION)).toBeUndefined()
    expect(await reasonsSince(before)).toEqual(['not_offered'])
  })

  it.each(['0.0.0.0', '192.168.1.4', '::'])(
    'are refused when HOST is %s, even to localhost',
    async (host) => {
      await baton.restart({ HOST: host })
      expect(await practise(new Browser(), { host: 'localhost:3000' })).toBe(NOT_OFFERED)
      await baton.restart()
      expect(await practise()).toBeUndefined()
    },
  )

  it('are signed out soon after the first real account is made, whose password they show', async () => {
    const browser = new Browser()
    expect(await practise(browser)).toBeUndefined()
    const { kind } = (await contextFromSession(db, new Headers(), browser.cookies(baton.url))).actor
    await realAccount()
    const shows = (await contextFromSession(db, new Headers(), browser.cookies(baton.url))).actor.kind
    expect([kind, shows]).toEqual(['person', 'person'])
    const createdAt = new Date(Date.now() - 11 * 60_000)
    await db.prisma.user.update({ where: { id: 'usr_r' }, data: { createdAt } })
    const later = await contextFromSession(db, new Headers(), browser.cookies(baton.url))
    expect(later.actor.kind).toBe('nobody')
    expect(await renew(browser, baton.url)).toBe(false)
  })

  it('are refused from the first real account on', async () => {
    await realAccount()
    const before = (await sessionsOnRecord(db)).length
    const browser = new Browser()
    expect(await practise(browser)).toBe(NOT_OFFERED)
    expect(browser.cookie(baton.url, SESSION)).toBeUndefined()
    expect((await sessionsOnRecord(db)).at(-1)?.data).toMatchObject({ account: 'usr_p', method: 'practice' })
    expect(await reasonsSince(before)).toEqual(['not_offered'])
  })

  it('are refused without filling the record', async () => {
    await realAccount()
    const before = (await sessionsOnRecord(db)).length
    for (let i = 0; i < 24; i++) expect(await practise()).toBe(NOT_OFFERED)
    expect(await reasonsSince(before)).toEqual([...Array<string>(20).fill('not_offered'), 'too_many'])
  })
})

describe('a password', () => {
  beforeAll(realAccount)

  it('opens a session, and only for who carries the token of the form', async () => {
    const browser = new Browser()
    expect(await attempt('real@example.org', password, '192.0.2.1', browser)).toBeUndefined()
    expect(browser.cookie(baton.url, SESSION)).toBeDefined()

    const forged = new Browser()
    await forged.ask(`${baton.url}/api/auth/csrf`)
    const form = { email: 'real@example.org', password, csrfToken: 'x' }
    await forged.ask(`${baton.url}/api/auth/callback/password`, { method: 'POST', form })
    expect(forged.cookie(baton.url, SESSION)).toBeUndefined()
  })

  it('that is wrong answers alike for accounts that are, are not, or have none', async () => {
    await addPerson(db, { id: 'usr_o', email: 'oidc-only@example.org' })
    const took: Record<string, number[]> = {}
    const names = ['real@example.org', 'ghost@example.org', 'oidc-only@example.org']
    for (let round = 0; round < 7; round++) {
      await db.prisma.rateLimit.deleteMany()
      for (const email of names) {
        const begun = performance.now()
        expect(await attempt(email, 'wrong')).toBe(NO_MATCH)
        took[email] = [...(took[email] ?? []), performance.now() - begun]
      }
    }
    const [known = 0, ...others] = names.map((email) => took[email]?.sort((a, b) => a - b)[3] ?? 0)
    // Without the work of a hash the others would take a fifth of it.
    for (const other of others) expect(other).toBeGreaterThan(known / 2)
  })

  it('is asked for five times a minute an account, from wherever, however it is written', async () => {
    const before = (await sessionsOnRecord(db)).length
    const spellings = ['real@example.org', 'Real@example.org', ' REAL@EXAMPLE.ORG']
    for (let i = 0; i < 5; i++)
      expect(await attempt(spellings[i % 3] ?? '', 'wrong', `192.0.2.${i}`)).toBe(NO_MATCH)
    // The right one too: else the limit would tell who guesses that they have it.
    for (let i = 5; i < 8; i++)
      expect(await attempt('real@example.org', password, `192.0.2.${i}`)).toMatch(TOO_MANY)
    expect(await reasonsSince(before)).toEqual([...Array<string>(5).fill('wrong_password'), 'too_many'])
  })

  it('is not guessed faster by guessing at once', async () => {
    const guesses = Array.from({ length: 12 }, (_, i) => attempt('real@example.org', 'wrong', `192.0.2.${i}`))
    const answers = await Promise.all(guesses)
    expect(answers.filter((each) => each === NO_MATCH)).toHaveLength(5)
    expect(answers.filter((each) => TOO_MANY.test(each ?? ''))).toHaveLength(7)
  })

  it('is asked for twenty times a minute an address, whatever the client adds before it', async () => {
    const before = (await sessionsOnRecord(db)).length
    const guess = (i: number, from: string) => attempt(`someone-${i}@example.org`, 'wrong', from)
    for (let i = 0; i < 20; i++) expect(await guess(i, `198.51.100.${i}, 203.0.113.5`)).toBe(NO_MATCH)
    for (let i = 20; i < 23; i++) expect(await guess(i, `198.51.100.${i}, 203.0.113.5`)).toMatch(TOO_MANY)
    expect(await guess(23, '203.0.113.6')).toBe(NO_MATCH)
    const reasons = await reasonsSince(before)
    expect(reasons.filter((each) => each === 'too_many')).toHaveLength(1)
    expect((await sessionsOnRecord(db)).map(({ text }) => text).join()).not.toMatch(
      /example\.org|203\.0\.113/,
    )
  })

  it('that cannot be one is wrong, not a fault', async () => {
    const odd = ['', 'a\0@example.org', `${'a'.repeat(5000)}@example.org`, 'real@example.org']
    for (const email of odd)
      expect(await attempt(email, email.startsWith('real') ? 'x'.repeat(30_000) : 'x')).toBe(NO_MATCH)
    const sealed = await db.prisma.recordPrivate.findMany({ where: { field: '/data/email' } })
    for (const { value } of sealed) expect(JSON.stringify(value).length).toBeLessThan(400)
  })
})
