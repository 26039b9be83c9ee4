import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb, type Db } from '@/server/db/client'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { generatePassword, hashPassword, verifyPassword } from './password'
import { practiceAccounts } from './practice'
import { signInToPractice, signInWithPassword } from './sign-in'
import { signInWithIdentity } from './sign-in-with-identity'

let database: TestDatabase
let db: Db
const password = generatePassword()
const address = '192.0.2.7'

beforeAll(async () => {
  database = await createTestDatabase()
  process.env['DATABASE_URL'] = database.appUrl
  process.env['BATON_SECRET_KEY'] = Buffer.alloc(32, 7).toString('base64')
  db = openDb(database.appUrl, 5)
  await db.prisma.workspace.create({ data: { id: 'ws_1', slug: 'one', name: 'One', practice: true } })
  await person('usr_p', 'practice@example.org', { practice: true })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

async function person(id: string, email: string, more: { practice?: boolean; disabledAt?: Date } = {}) {
  await db.prisma.user.create({
    data: {
      id,
      email,
      name: 'Ada',
      passwordHash: await hashPassword(password),
      ...more,
      memberships: { create: { workspaceId: 'ws_1', roles: ['operator'] } },
    },
  })
}

const entries = async (kind: string) => {
  const rows = await db.prisma.recordEntry.findMany({ where: { kind }, orderBy: { id: 'asc' } })
  return rows.map(({ body }) => Buffer.from(body).toString())
}

const entryData = async (kind: string) =>
  (await entries(kind)).map((body) => (JSON.parse(body) as { data: Record<string, unknown> }).data)

describe('practice accounts', () => {
  it('are offered on loopback only, by a loopback name only', async () => {
    expect((await practiceAccounts(db, '127.0.0.1:3000')).map(({ id }) => id)).toEqual(['usr_p'])
    expect(await practiceAccounts(db, 'localhost', '127.0.0.1')).toHaveLength(1)
    expect(await practiceAccounts(db, '[::1]:3000', '::ffff:127.0.0.1, ::1')).toHaveLength(1)
    for (const host of ['baton.example.org', '127.0.0.1.example.org', '192.168.1.4:3000', '', null])
      expect(await practiceAccounts(db, host)).toEqual([])
    for (const forwarded of ['192.0.2.7', '192.0.2.7, 127.0.0.1', '127.0.0.1, 192.0.2.7', 'unknown'])
      expect(await practiceAccounts(db, 'localhost', forwarded)).toEqual([])
  })

  it('let in without a password, on the record', async () => {
    const origin = { host: 'localhost:3000', forwarded: '127.0.0.1', address: '127.0.0.1' }
    await expect(signInToPractice(db, { userId: 'usr_p', ...origin })).resolves.toEqual({ id: 'usr_p' })
    expect(await entryData('session.opened')).toMatchObject([{ method: 'practice' }])
  })

  it('are refused to whoever asks past the page, and to all once somebody real exists', async () => {
    const ask = (userId: string, host: string) =>
      signInToPractice(db, { userId, host, forwarded: null, address })
    await expect(ask('usr_p', 'evil.example.org')).rejects.toThrow('not offered')
    await expect(ask('usr_x', 'localhost')).rejects.toThrow('not offered')
    await person('usr_r', 'real@example.org')
    await expect(ask('usr_p', 'localhost')).rejects.toThrow('not offered')
  })
})

describe('passwords', () => {
  const attempt = (email: string, given: string, from = address) =>
    signInWithPassword(db, { email, password: given, address: from })

  it('match, whatever the case of the address', async () => {
    await expect(attempt(' Real@Example.ORG ', password)).resolves.toEqual({ id: 'usr_r' })
  })

  it('that are wrong say the same for known and unknown accounts, and leave no address in the leaf', async () => {
    const wrong = await attempt('real@example.org', 'wrong').catch((error: Error) => error.message)
    const unknown = await attempt('ghost@example.org', 'wrong').catch((error: Error) => error.message)
    expect(wrong).toBe(unknown)
    expect((await entryData('session.refused')).slice(-2)).toMatchObject([
      { reason: 'wrong_password', account: 'usr_r', email: { $hmac: expect.any(String) as string } },
      { reason: 'unknown_account', email: { $hmac: expect.any(String) as string } },
    ])
    expect((await entries('session.refused')).join()).not.toMatch(/example\.org|192\.0\.2/)
  })

  it('are refused for a disabled account, even the right one', async () => {
    await person('usr_d', 'gone@example.org', { disabledAt: new Date() })
    await expect(attempt('gone@example.org', password)).rejects.toThrow('disabled')
  })

  it('are limited by account from wherever, with the seconds left, and written down once', async () => {
    const before = (await entries('session.refused')).length
    for (let i = 0; i < 5; i++)
      await expect(attempt('target@example.org', `guess ${i}`, `198.51.100.${i}`)).rejects.toThrow(
        'do not match',
      )
    for (let i = 0; i < 3; i++)
      await expect(attempt('target@example.org', 'guess', `203.0.113.${i}`)).rejects.toThrow(
        /^Too many attempts\. Try again in \d+ seconds\.$/,
      )
    expect((await entries('session.refused')).length - before).toBe(6)
  })

  it('are limited by address over all accounts', async () => {
    const guesses = Array.from(
      { length: 21 },
      (_, i) => () => attempt(`a${i}@example.org`, 'x', '198.51.100.99'),
    )
    const answers: string[] = []
    for (const guess of guesses) answers.push(await guess().then(String, (error: Error) => error.message))
    expect(answers.slice(0, 20).every((text) => text.includes('do not match'))).toBe(true)
    expect(answers[20]).toMatch(/Too many attempts/)
  })

  it('are forgiven by a success', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 3; i++)
        await expect(attempt('real@example.org', 'wrong', `192.0.2.${100 + round}`)).rejects.toThrow(
          'do not match',
        )
      await expect(attempt('real@example.org', password, '192.0.2.50')).resolves.toBeTruthy()
    }
  })

  it('do not match a missing or broken hash', async () => {
    expect(await verifyPassword(null, password)).toBe(false)
    expect(await verifyPassword('not a hash', password)).toBe(false)
  })
})

describe('identities of a provider', () => {
  it('let in the enabled account of a verified address and nobody else', async () => {
    const ask = (email: string, verified = true) => signInWithIdentity(db, { email, verified }, address)
    expect(await ask('real@example.org')).toEqual({ id: 'usr_r' })
    expect(await ask('real@example.org', false)).toEqual({ refused: 'unverified_email' })
    expect(await ask('ghost@example.org')).toEqual({ refused: 'unknown_account' })
    expect(await ask('gone@example.org')).toEqual({ refused: 'disabled' })
    expect(await ask('practice@example.org')).toEqual({ refused: 'unknown_account' })
    expect(await ask('')).toEqual({ refused: 'unknown_account' })
  })
})
