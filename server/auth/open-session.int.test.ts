import { encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import type { Context } from '@/server/services/context'
import { endOtherSessions, endSession, endSessionsOf } from '@/server/services/session/end'
import { listSessions, listSessionsOf } from '@/server/services/session/list'
import { Browser } from './testing/browser'
import { sessionsOnRecord } from './testing/people'
import { HOURS_8, SESSION, useSignIn } from './testing/sign-in-desk'
import { renew } from './testing/visit'

const desk = useSignIn()
const { contextOf, inCookie, secret, signedIn } = desk

describe('a session', () => {
  it('ends with signing out: a copy of it is worth nothing', async () => {
    const browser = await signedIn()
    const copy = browser.cookie(desk.baton().url, SESSION)?.value ?? ''
    const { text } = await browser.ask(`${desk.baton().url}/api/auth/csrf`)
    const form = { csrfToken: (JSON.parse(text) as { csrfToken: string }).csrfToken, json: 'true' }
    await browser.ask(`${desk.baton().url}/api/auth/signout`, { method: 'POST', form })
    const thief = new Browser()
    thief.setCookie(desk.baton().url, SESSION, copy)
    expect((await contextOf(thief)).actor.kind).toBe('nobody')
    expect(await renew(thief, desk.baton().url)).toBe(false)
    expect((await sessionsOnRecord(desk.db())).at(-1)?.kind).toBe('session.closed')
  })

  it('is listed with where it came from, and ended from another browser', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    const [mine, other] = [await contextOf(here), await contextOf(there)]
    const listed = await listSessions(mine)
    expect(listed.find(({ here }) => here)?.id).toBe(mine.session)
    expect(listed.find(({ id }) => id === other.session)).toMatchObject({
      method: 'password',
      address: '127.0.0.1',
    })
    await endSession(mine, { id: other.session ?? '' })
    expect((await contextOf(there)).actor.kind).toBe('nobody')
    expect(await renew(there, desk.baton().url)).toBe(false)
    expect((await contextOf(here)).actor.id).toBe('usr_a')
    const third = await signedIn()
    await endOtherSessions(mine)
    expect((await contextOf(third)).actor.kind).toBe('nobody')
    expect((await listSessions(mine)).map(({ id }) => id)).toEqual([mine.session])
    await expect(endSession(mine, { id: other.session ?? '' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is ended by an admin in the admin’s own workspace, and nowhere else', async () => {
    await desk.db().prisma.workspace.create({ data: { id: 'ws_2', slug: 'two', name: 'Two' } })
    await desk
      .db()
      .prisma.membership.create({ data: { workspaceId: 'ws_2', userId: 'usr_a', roles: ['admin'] } })
    const browser = await signedIn()
    const boss: Context = {
      db: desk.db(),
      actor: { kind: 'person', id: 'usr_boss', name: 'Boss' },
      workspace: { id: 'ws_2', slug: 'two', name: 'Two', timeZone: 'UTC' },
      roles: ['admin'],
    }
    const [listed] = await listSessionsOf(boss, { member: 'usr_a' })
    expect(Object.keys(listed ?? {}).sort()).toEqual(['createdAt', 'here', 'id', 'method', 'seenAt'])
    await endSessionsOf(boss, { member: 'usr_a' })
    const elsewhere = await contextOf(browser, desk.baton().url, { 'x-baton-workspace': 'two' })
    expect([elsewhere.workspace, elsewhere.roles]).toEqual([undefined, []])
    expect((await contextOf(browser)).workspace?.id).toBe('ws_1')
    const home: Context = { ...boss, workspace: { id: 'ws_1', slug: 'one', name: 'One', timeZone: 'UTC' } }
    await endSessionsOf(home, { member: 'usr_a' })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, desk.baton().url)).toBe(false)
    await expect(endSessionsOf(boss, { member: 'usr_b' })).rejects.toMatchObject({ code: 'not_found' })
    await desk.db().prisma.membership.delete({
      where: { workspaceId_userId: { workspaceId: 'ws_2', userId: 'usr_a' } },
    })
  })

  it('is over a week after it began, however often it was renewed', async () => {
    const browser = await signedIn()
    const { session = '' } = await contextOf(browser)
    const createdAt = new Date(Date.now() - 7 * 86_400_000 - 1000)
    await desk.db().prisma.userSession.update({ where: { id: session }, data: { createdAt } })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, desk.baton().url)).toBe(false)
  })
})

describe('a session that is open', () => {
  const update = (data: { disabledAt: Date | null }) =>
    desk.db().prisma.user.update({ where: { id: 'usr_a' }, data })

  it('has the roles of this moment', async () => {
    const browser = await signedIn()
    expect((await contextOf(browser)).roles).toEqual(['operator'])
    const where = { workspaceId_userId: { workspaceId: 'ws_1', userId: 'usr_a' } }
    await desk.db().prisma.membership.update({ where, data: { roles: ['auditor'] } })
    expect((await contextOf(browser)).roles).toEqual(['auditor'])
    await desk.db().prisma.membership.update({ where, data: { roles: ['god'] } })
    expect((await contextOf(browser)).roles).toEqual([])
    await desk.db().prisma.membership.update({ where, data: { roles: ['operator'] } })
  })

  it('is nobody’s from the moment the account is disabled, and loses its cookie', async () => {
    const browser = await signedIn()
    expect(await renew(browser, desk.baton().url)).toBe(true)
    await update({ disabledAt: new Date() })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, desk.baton().url)).toBe(false)
    expect(browser.cookie(desk.baton().url, SESSION)).toBeUndefined()
    await update({ disabledAt: null })
  })

  it('is nobody’s when the person is kept out of their one workspace', async () => {
    const browser = await signedIn()
    const where = { workspaceId_userId: { workspaceId: 'ws_1', userId: 'usr_a' } }
    await desk.db().prisma.membership.update({ where, data: { disabledAt: new Date() } })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, desk.baton().url)).toBe(false)
    await desk.db().prisma.membership.update({ where, data: { disabledAt: null } })
  })

  it('is nobody’s when the account is gone', async () => {
    const browser = new Browser()
    const cookie = await encode({ token: await inCookie('usr_b'), secret: secret(), maxAge: HOURS_8 })
    browser.setCookie(desk.baton().url, SESSION, cookie)
    expect((await contextOf(browser)).actor.id).toBe('usr_b')
    await desk.db().prisma.user.delete({ where: { id: 'usr_b' } })
    expect((await contextOf(browser)).actor.kind).toBe('nobody')
    expect(await renew(browser, desk.baton().url)).toBe(false)
    expect(browser.cookie(desk.baton().url, SESSION)).toBeUndefined()
  })
})
