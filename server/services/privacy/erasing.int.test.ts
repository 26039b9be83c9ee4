import { beforeAll, describe, expect, it } from 'vitest'
import { subjectSchema } from '@/domain/erasure/subject'
import { cancelRun } from '../run/cancel'
import { getRun } from '../run/get'
import { turnSecondPersonOn } from '../second-person/turn-on'
import { decideOff } from '../second-person/decide-off'
import { requestOff } from '../second-person/request-off'
import type { TwoWorkspaces } from '../testing/two-workspaces'
import { getCertificate } from './certificate'
import { decideErasure, withdrawErasure } from './decide'
import { findPerson } from './find-person'
import { liftHold, placeHold } from './holds'
import { listErasures, previewErasure } from './list'
import { subjectOf, useErasing } from './testing/erasing'
import { PEOPLE_TEAM, type Canary } from './testing/people-team'

const { started, admin, second, erase, dumped, lastEntry } = useErasing()
let two: TwoWorkspaces
let desk: ReturnType<typeof started>['desk']
beforeAll(() => {
  ;({ two, desk } = started())
})

describe('an erasure', () => {
  const person = (n: number): Canary => ({
    name: `Nadja Ordinal${n} Brook`,
    email: `nadja${n}@canary.example`,
    phone: `+49 30 5550 ${1000 + n}`,
    customer: `C-5550-${n}`,
  })

  it('waits for runs that are under way, unless these are left out and said to be', async () => {
    const who = person(1)
    const done = await desk.done(who)
    const waiting = await desk.waiting(who)
    await expect(erase(who)).rejects.toMatchObject({
      code: 'conflict',
      problems: [{ pointer: `/runs/${waiting}`, message: 'under_way' }],
    })
    expect((await lastEntry('erasure.refused')).data).toMatchObject({ because: 'under_way', runs: [waiting] })
    expect((await getRun(admin(), { id: done })).title).toBe(who.name)
    const { id } = await erase(who, { leftOut: [waiting] })
    const { certificate } = await getCertificate(admin(), { id })
    expect(certificate.leftOut).toEqual([{ run: waiting, because: 'under_way' }])
    expect((await getRun(admin(), { id: waiting })).title).toBe(who.name)
    await cancelRun(two.asA(['operator']), { id: waiting, reason: 'a test' })
    await two.bench.settled(waiting)
    await erase(who)
    expect(await dumped(who.email)).toEqual([])
  })

  it('is refused by a hold on the run, its team or the person, on the record and by the database', async () => {
    const who = person(2)
    const run = await desk.done(who)
    const holds = [
      { kind: 'run', run } as const,
      { kind: 'team', team: PEOPLE_TEAM } as const,
      { kind: 'person', subject: subjectSchema.parse({ emails: [who.email] }) } as const,
    ]
    for (const on of holds) {
      const { id } = await placeHold(admin(), { on, reason: 'A case before the court' })
      expect((await lastEntry('hold.placed')).data).toMatchObject({ on: on.kind })
      expect((await findPerson(admin(), { subject: subjectOf(who) })).runs).toMatchObject([
        { run, held: true },
      ])
      for (const reach of ['mentions', 'runs'] as const)
        await expect(erase(who, { reach }), on.kind).rejects.toMatchObject({ code: 'conflict' })
      expect((await lastEntry('erasure.refused')).data).toMatchObject({ because: 'held' })
      if (on.kind !== 'person') {
        const entry = await two.db.prisma.recordEntry.findFirstOrThrow({ where: { runId: run } })
        await expect(
          two.db.pool.query('select erase_private($1, $2, $3)', [two.a, [entry.entryId], ['/data/title']]),
        ).rejects.toMatchObject({ code: '23001' })
      }
      await liftHold(admin(), { id, reason: 'The case is over' })
    }
    expect((await dumped(who.email)).length).toBeGreaterThan(3)
    await erase(who)
    expect(await dumped(who.email)).toEqual([])
  })

  it('happens beside the record only with an entry that says so', async () => {
    const { entryId } = await two.db.prisma.recordEntry.findFirstOrThrow({ where: { workspaceId: two.a } })
    await expect(
      two.db.pool.query('select erase_private($1, $2, $3)', [two.a, [entryId], ['/actor/name']]),
    ).rejects.toMatchObject({ code: '23001' })
    await expect(two.db.pool.query('delete from record_private')).rejects.toMatchObject({ code: '42501' })
  })

  it('has no reason that names somebody', async () => {
    const who = person(3)
    for (const says of [`${who.name} asked`, 'Asked by someone@example.org'])
      await expect(erase(who, { reason: says })).rejects.toMatchObject({
        code: 'invalid',
        problems: [{ pointer: '/reason' }],
      })
  })

  it('waits for a second person where the workspace asks for one, and forgets whom it was about', async () => {
    const who = person(4)
    const run = await desk.done(who)
    await turnSecondPersonOn(admin(), { what: 'erasing' })
    try {
      const { id, status } = await erase(who)
      expect(status).toBe('proposed')
      expect((await getRun(admin(), { id: run })).title).toBe(who.name)
      expect(await dumped(`"emails": ["${who.email}"]`)).toEqual([])
      await expect(decideErasure(admin(), { id, decision: 'approve', reason: '' })).rejects.toMatchObject({
        code: 'forbidden',
      })
      const { data } = await lastEntry('verdict.refused')
      expect(data).toEqual({ because: 'four_eyes', erasure: id })
      const listed = (await listErasures(second())).find((each) => each.id === id)
      expect(listed).toMatchObject({
        status: 'proposed',
        mine: false,
        about: 'N. O. B., n…@c….example, …04, …-4',
      })
      expect((await previewErasure(second(), { id })).runs).toMatchObject([{ run }])
      await decideErasure(second(), { id, decision: 'approve', reason: 'Checked' })
      expect(await dumped(who.email)).toEqual([])
      const { certificate } = await getCertificate(admin(), { id })
      expect(certificate.approvedBy?.id).toBe(two.people.reviewer)
      expect(await two.db.prisma.erasure.findUnique({ where: { id } })).toMatchObject({ subjectSealed: null })

      const third = await erase(person(5))
      await expect(withdrawErasure(second(), { id: third.id })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(
        decideErasure(second(), { id: third.id, decision: 'decline', reason: '' }),
      ).rejects.toMatchObject({ code: 'invalid' })
      await decideErasure(second(), { id: third.id, decision: 'decline', reason: 'Not them' })
      expect(await two.db.prisma.erasure.findUnique({ where: { id: third.id } })).toMatchObject({
        status: 'declined',
        subjectSealed: null,
      })
    } finally {
      const { id } = await requestOff(admin(), { what: 'erasing', reason: 'Only for this test' })
      await decideOff(second(), { what: 'erasing', id, decision: 'approve', reason: '' })
    }
  })
})
