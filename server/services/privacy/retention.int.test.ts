import { afterAll, beforeAll, expect, it } from 'vitest'
import { isTombstone } from '@/domain/erasure/tombstone'
import { sweepRetention } from '@/server/record/erasure/retention'
import { getRun } from '../run/get'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { liftHold, placeHold } from './holds'
import { dryRunRetention, getRetention, putRetention } from './retention'
import { usePeopleTeam, type Canary } from './testing/people-team'

let two: TwoWorkspaces
let desk: Awaited<ReturnType<typeof usePeopleTeam>>
beforeAll(async () => {
  two = await startTwoWorkspaces()
  desk = await usePeopleTeam(two)
})
afterAll(() => two.close())

const admin = () => two.asA(['admin'])
const person = (n: number): Canary => ({
  name: `Petra Ordinal${n} Lund`,
  email: `petra${n}@canary.example`,
  phone: `+49 30 6660 ${2000 + n}`,
  customer: `C-6660-${n}`,
})
const ended = (run: string, daysAgo: number) =>
  two.db.pool.query(
    `update run set ended_at = now() - make_interval(days => $2), created_at = now() - make_interval(days => $2 + 1) where id = $1`,
    [run, daysAgo],
  )
const rowOf = (id: string) => two.db.prisma.run.findUniqueOrThrow({ where: { id } })
const startOf = async (id: string) =>
  ((await getRun(admin(), { id })).state as { start: Record<string, unknown> }).start
const entriesOf = async (runId: string) =>
  (await two.db.prisma.recordEntry.findMany({ where: { runId, kind: 'retention.carried_out' } })).map(
    ({ body }) => (JSON.parse(Buffer.from(body).toString()) as { data: unknown }).data,
  )

it('lets go of values by their classification, of copies with the first, and of nothing that is held', async () => {
  const [old, recent, held] = [
    await desk.done(person(1)),
    await desk.done(person(2)),
    await desk.done(person(3)),
  ]
  await ended(old, 40)
  await ended(recent, 10)
  await ended(held, 40)
  const hold = await placeHold(admin(), { on: { kind: 'run', run: held }, reason: 'A case before the court' })

  // Before rules are set: what they would let go of.
  expect(await dryRunRetention(admin(), { days: { restricted: 30, confidential: 60 } })).toMatchObject({
    due: [
      { classification: 'confidential', days: 60, runs: 0, oldest: null },
      { classification: 'restricted', days: 30, runs: 1, teams: [{ name: 'People desk', runs: 1 }] },
    ],
    held: 1,
  })
  expect(await sweepRetention(two.db.pool, 100)).toBe(0)
  await putRetention(admin(), { days: { restricted: 30, confidential: 60 } })
  expect((await getRetention(admin())).rules).toMatchObject([
    { classification: 'confidential', days: 60 },
    { classification: 'restricted', days: 30 },
  ])

  expect(await sweepRetention(two.db.pool, 100)).toBe(1)
  const start = await startOf(old)
  expect(isTombstone(start['salary'])).toBe(true)
  expect(start).toMatchObject({ email: person(1).email, phone: person(1).phone })
  expect((await rowOf(old)).input).toMatchObject({ email: person(1).email, salary: { erased: true } })
  // Copies bear values of any classification, and went.
  const steps = await two.db.prisma.step.findMany({ where: { runId: old } })
  expect(JSON.stringify(steps.map(({ result }) => result))).not.toContain(person(1).email)
  const reviews = await two.db.prisma.review.findMany({ where: { runId: old } })
  expect(JSON.stringify(reviews.map(({ view, verdict }) => [view, verdict]))).not.toContain(person(1).email)
  const entries = await two.db.prisma.recordEntry.findMany({
    where: { runId: old },
    select: { entryId: true },
  })
  const sealed = await two.db.prisma.recordPrivate.findMany({
    where: { entryId: { in: entries.map(({ entryId }) => entryId) } },
  })
  expect(sealed.every(({ field }) => field === '/actor/name')).toBe(true)
  expect(await entriesOf(old)).toMatchObject([{ classifications: ['restricted'] }])
  for (const run of [recent, held]) {
    expect((await startOf(run))['salary']).toBe(61_400)
    expect(await entriesOf(run)).toEqual([])
  }
  expect(await sweepRetention(two.db.pool, 100)).toBe(0)

  // A person who is held keeps the runs that name them, whoever else does.
  await liftHold(admin(), { id: hold.id, reason: 'The case is over' })
  const subject = { emails: [person(3).email], phones: [], names: [], ids: [] }
  const onPerson = await placeHold(admin(), { on: { kind: 'person', subject }, reason: 'Another case' })
  expect(await sweepRetention(two.db.pool, 100)).toBe(0)
  await liftHold(admin(), { id: onPerson.id, reason: 'That one is over' })
  expect(await sweepRetention(two.db.pool, 100)).toBe(1)
  expect(isTombstone((await startOf(held))['salary'])).toBe(true)

  // The next classification's time comes later.
  await ended(old, 70)
  expect(await sweepRetention(two.db.pool, 100)).toBe(1)
  const later = await startOf(old)
  expect(isTombstone(later['phone'])).toBe(true)
  expect(later['email']).toBe(person(1).email)
})

it('forgets whom a hold was on once its end has come', async () => {
  const subject = { emails: ['held@canary.example'], phones: [], names: [], ids: [] }
  const { id } = await placeHold(admin(), {
    on: { kind: 'person', subject },
    reason: 'A short case',
    until: new Date(Date.now() + 60_000),
  })
  await two.db.pool.query(`update legal_hold set until = now() - interval '1 second' where id = $1`, [id])
  await sweepRetention(two.db.pool, 100)
  expect((await two.db.prisma.legalHold.findUniqueOrThrow({ where: { id } })).subjectSealed).toBeNull()
})
