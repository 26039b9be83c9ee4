import { describe, expect, it } from 'vitest'
import { system } from '@/domain/actor'
import { ROLES, type Role } from '@/domain/policy/permission'
import { SECOND_PERSON_FOR, type SecondPersonFor } from '@/domain/policy/second-person'
import type { Context } from '../context'
import { waitingFor } from '../overview/waiting-for'
import { listAccess } from '../policy/list-access'
import { decideAccess } from '../policy/request-access'
import { listWaitingPermits } from '../policy/waiting'
import { failure, useDesk } from '../testing/desk'
import { turnSecondPersonOn } from './turn-on'
import { decideOff } from './decide-off'
import { getSecondPerson } from './get'
import { requestOff } from './request-off'
import { turnSecondPersonOff } from './turn-off'
import { withdrawOff } from './withdraw-off'

const desk = useDesk()
const { as, enter, kinds, lastEntry } = desk
const ada = () => as('usr_ada', ['admin'])
const bo = () => as('usr_bo', ['admin'])
/** What Ada made: her hand all the same. */
const adasToken = (): Context => ({
  ...ada(),
  actor: { kind: 'token', id: 'tok_ada', name: 'Nightly', for: 'usr_ada' },
})
const reason = 'Bo is away until June'

/** A workspace that asks for a second person, and Ada's request that it no longer does. */
async function asked(what: SecondPersonFor) {
  await enter()
  await turnSecondPersonOn(ada(), { what })
  return { what, ...(await requestOff(ada(), { what, reason })) }
}
const on = async (what: SecondPersonFor) => (await getSecondPerson(bo(), { what })).asked
async function member(id: string, name: string, roles: Role[]) {
  const membership = { workspaceId: desk.workspaceId(), roles, clearance: 'internal', categories: [] }
  await desk.db().prisma.user.upsert({
    where: { id },
    create: { id, name, email: `${id}@example.test`, memberships: { create: membership } },
    update: { memberships: { create: membership } },
  })
}

describe.each(SECOND_PERSON_FOR)('a second person for %s', (what) => {
  const entry = what === 'publishing' ? 'workspace.second_person' : 'erasure.second_person'

  it('is turned on by one, and off by two: who asked and who agreed is on the record', async () => {
    const off = await asked(what)
    expect(await on(what)).toBe(true)
    expect((await getSecondPerson(bo(), { what })).off).toMatchObject({ id: off.id, reason, mine: false })
    expect((await listWaitingPermits(bo())).off).toMatchObject([{ id: off.id, what }])
    expect((await waitingFor(bo(), desk.workspaceId())).permits).toBe(1)
    await decideOff(bo(), { ...off, decision: 'approve', reason: 'Until June' })
    expect(await on(what)).toBe(false)
    expect(await lastEntry(entry)).toMatchObject({
      actor: { id: 'usr_bo' },
      data: { asked: false, asked_by: 'usr_ada', request: off.id },
    })
    expect((await failure(decideOff(bo(), { ...off, decision: 'approve', reason: '' }))).code).toBe(
      'conflict',
    )
    expect((await waitingFor(bo(), desk.workspaceId())).permits).toBe(0)
  })

  it('is not turned off by whoever asked, by no hand of theirs; trying is on the record', async () => {
    const off = await asked(what)
    for (const hand of [ada(), adasToken()]) {
      const refused = await failure(decideOff(hand, { ...off, decision: 'approve', reason: '' }))
      expect([refused.code, refused.message]).toEqual([
        'forbidden',
        'You asked for this; somebody else decides.',
      ])
      expect(await lastEntry('verdict.refused')).toMatchObject({
        actor: { id: hand.actor.id },
        data: { because: 'four_eyes', request: off.id },
      })
      expect((await listWaitingPermits(hand)).off).toEqual([])
    }
    expect(await on(what)).toBe(true)
    const odile = as('usr_odile', ['operator'])
    expect((await failure(decideOff(odile, { ...off, decision: 'approve', reason: '' }))).code).toBe(
      'forbidden',
    )
    expect((await failure(requestOff(odile, { what, reason }))).code).toBe('forbidden')
  })

  it('stays where the request is declined, with a reason, or taken back by who made it', async () => {
    const off = await asked(what)
    expect((await failure(requestOff(bo(), { what, reason }))).code).toBe('conflict')
    expect((await failure(decideOff(bo(), { ...off, decision: 'decline', reason: ' ' }))).code).toBe(
      'invalid',
    )
    expect((await failure(withdrawOff(bo(), off))).code).toBe('forbidden')
    await decideOff(bo(), { ...off, decision: 'decline', reason: 'June is far' })
    const again = { what, ...(await requestOff(ada(), { what, reason })) }
    await withdrawOff(ada(), again)
    expect((await failure(decideOff(bo(), { ...again, decision: 'approve', reason: '' }))).code).toBe(
      'conflict',
    )
    expect(await on(what)).toBe(true)
    expect(await kinds()).toEqual(
      expect.arrayContaining([
        ...['second_person.off_requested', 'second_person.off_declined', 'second_person.off_withdrawn'],
      ]),
    )
  })

  it('says who could agree, and who could be given the permission where nobody can', async () => {
    await enter()
    await turnSecondPersonOn(ada(), { what })
    await member('usr_ada', 'Ada', ['admin'])
    expect(await getSecondPerson(ada(), { what })).toMatchObject({ agree: [], others: ['Odile Farrow'] })
    await member('usr_bo', 'Bo', ['admin'])
    expect(await getSecondPerson(ada(), { what })).toMatchObject({ agree: ['Bo'] })
    await requestOff(bo(), { what, reason })
    // Of a request it is told who besides its maker could.
    expect(await getSecondPerson(ada(), { what })).toMatchObject({ agree: ['Ada'] })
  })

  it('is turned off by the command line alone, which answers what waits', async () => {
    const off = await asked(what)
    const cli: Context = { ...ada(), actor: system('cli'), roles: ROLES }
    expect((await failure(turnSecondPersonOff(ada(), { what, reason }))).code).toBe('forbidden')
    await turnSecondPersonOff(cli, { what, reason })
    expect(await on(what)).toBe(false)
    expect((await getSecondPerson(bo(), { what })).off).toBeNull()
    expect(await lastEntry(entry)).toMatchObject({
      actor: { kind: 'system', id: 'cli' },
      data: { asked: false, request: off.id },
    })
    expect((await failure(turnSecondPersonOff(cli, { what, reason }))).code).toBe('conflict')
    expect((await failure(requestOff(ada(), { what, reason }))).code).toBe('conflict')
  })
})

it('of two who decide at once one does', async () => {
  const off = await asked('publishing')
  const decide = (by: string, decision: 'approve' | 'decline') =>
    decideOff(as(by, ['admin']), { ...off, decision, reason: 'As we said' })
  const both = await Promise.allSettled([decide('usr_bo', 'approve'), decide('usr_cy', 'decline')])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('a request of the other kind is none of the one', async () => {
  const off = await asked('publishing')
  expect((await listAccess(bo())).open).toEqual([])
  expect((await failure(decideAccess(bo(), { id: off.id, decision: 'approve', reason: '' }))).code).toBe(
    'not_found',
  )
  const other = { ...off, what: 'erasing' as const, decision: 'approve' as const, reason: '' }
  expect((await failure(decideOff(bo(), other))).code).toBe('not_found')
})
