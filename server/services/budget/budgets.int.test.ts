import { afterAll, beforeAll, expect, it } from 'vitest'
import { system } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import { ROLES } from '@/domain/policy/permission'
import { startBench, type Bench } from '@/server/models/testing/fixtures'
import { settleCalls } from '@/server/models/ledger'
import { putAgent } from '../agent/put'
import type { Context } from '../context'
import { warnBudgets } from '@/server/engine/warn-budgets'
import { budgetHistory } from './history'
import { newId } from '@/server/db/id'
import { dearestGoverned } from './dearest-call'
import { listBudgets } from './list'
import { putBudget } from './put'
import { removeBudget } from './remove'

let bench: Bench
let ctx: Context
beforeAll(async () => {
  bench = await startBench()
  const workspace = { id: bench.workspaceId, slug: 'test', name: 'Test', timeZone: 'Europe/Berlin' }
  ctx = { db: bench.db, workspace, actor: system('cli'), roles: ROLES }
  await bench.model('m-one')
  bench.server.script('m-one', { say: 'ok', usage: [1000, 50] })
  const agent = { slug: 'writer', name: 'Writer', job: 'Writes.', owner: 'A', clearance: 'internal' }
  await putAgent(ctx, { agent })
})
afterAll(() => bench.close())

const reason = 'A test asks for it'
const key = { scope: 'agent' as const, subject: 'writer', period: 'day' as const, hard: true, reason }
const failure = async (work: Promise<unknown>): Promise<BatonError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (error instanceof BatonError) return error
  throw new Error('expected a BatonError', { cause: error })
}
const figures = async () =>
  (await listBudgets(ctx)).map(({ subjectName, capMicros, spentMicros, reservedMicros }) => [
    subjectName,
    capMicros,
    spentMicros,
    reservedMicros,
  ])

it('is set, counts, is raised and lowered with its open windows, and is removed', async () => {
  expect(
    (await failure(putBudget(ctx, { ...key, subject: 'nobody', capMicros: 1n }))).problems[0]?.pointer,
  ).toBe('/subject')
  await bench.pool.ask(bench.request())
  const { id } = await putBudget(ctx, { ...key, capMicros: 2000n })
  // What was spent before the budget was made counts, before and after its account is opened.
  expect(await figures()).toEqual([['Writer', 2000n, 1200n, 0n]])
  await expect(bench.pool.ask(bench.request())).rejects.toMatchObject({ code: 'budget_blocked' })

  expect(await putBudget(ctx, { ...key, capMicros: 50_000n })).toEqual({ id })
  const run = await bench.run()
  const { settle } = await bench.pool.ask(bench.request({ run }))
  const reserved = settle[0]?.reservedMicros ?? 0n
  expect(await figures()).toEqual([['Writer', 50_000n, 1200n, reserved]])

  const low = await failure(putBudget(ctx, { ...key, capMicros: 1199n }))
  expect(low).toMatchObject({ code: 'invalid', problems: [{ pointer: '/capMicros' }] })
  expect(low.message).toContain('$0.0012 is spent')
  await putBudget(ctx, { ...key, capMicros: 1200n + reserved })
  await settleCalls(bench.db.pool, settle)
  expect(await figures()).toEqual([['Writer', 1200n + reserved, 2400n, 0n]])

  await removeBudget(ctx, { id, reason })
  expect(await figures()).toEqual([])
  await bench.pool.ask(bench.request())
})

it('takes a cap below what is spent and blocks from then on, whether or not its window is open', async () => {
  await bench.pool.ask(bench.request())
  const cost = (await bench.db.prisma.modelCall.aggregate({ _sum: { costMicros: true } }))._sum.costMicros
  const { id } = await putBudget(ctx, { ...key, capMicros: 5n })
  const { id: loose } = await putBudget(ctx, { ...key, capMicros: 100_000n, period: 'month' })
  await expect(bench.pool.ask(bench.request())).rejects.toMatchObject({
    message: expect.stringMatching(/ has nothing left; /) as unknown,
  })
  await putBudget(ctx, { ...key, capMicros: 4n })
  await putBudget(ctx, { ...key, capMicros: 3n, period: 'month' })
  expect(await figures()).toEqual([
    ['Writer', 4n, cost, 0n],
    ['Writer', 3n, cost, 0n],
  ])
  await removeBudget(ctx, { id, reason })
  await expect(bench.pool.ask(bench.request())).rejects.toMatchObject({ code: 'budget_blocked' })
  await removeBudget(ctx, { id: loose, reason })
})

it('lets a cap fall below what an earlier window spent', async () => {
  const { id } = await putBudget(ctx, { ...key, capMicros: 1_000_000n })
  await bench.db.prisma.budgetAccount.create({
    data: {
      id: 'acc_old',
      budgetId: id,
      window: '2020-01-01',
      capMicros: 900_000n,
      hard: true,
      spentMicros: 900_000n,
    },
  })
  await putBudget(ctx, { ...key, capMicros: 500_000n })
  const old = await bench.db.prisma.budgetAccount.findUniqueOrThrow({ where: { id: 'acc_old' } })
  expect(old.capMicros).toBe(900_000n)
  await removeBudget(ctx, { id, reason })
})

it('is for admins; everybody may read', async () => {
  const operator: Context = { ...ctx, roles: ['operator'] }
  expect((await failure(putBudget(operator, { ...key, capMicros: 1n }))).code).toBe('forbidden')
  expect(await listBudgets(operator)).toEqual([])
})

it('keeps every change with who made it, from what to what, and why', async () => {
  const team = await bench.db.prisma.team.create({
    data: { id: 'team_kept', workspaceId: bench.workspaceId, slug: 'kept', name: 'Kept', draft: {} },
  })
  const kept = { ...key, team: team.id, period: 'month' as const }
  const { id } = await putBudget(ctx, { ...kept, capMicros: 1000n, reason: 'To begin with' })
  await putBudget(ctx, {
    ...{ ...kept, capMicros: 2000n, hard: false, warnPercent: 50, timeZone: 'Asia/Tokyo' },
    reason: 'It takes more',
  })
  expect(await listBudgets(ctx)).toMatchObject([
    { team: team.id, teamName: 'Kept', hard: false, warnPercent: 50, timeZone: 'Asia/Tokyo', warnedAt: null },
  ])
  await removeBudget(ctx, { id, reason: 'Not needed any more' })

  const { changes, next } = await budgetHistory(ctx, { id })
  const [first, second] = [
    { capMicros: '1000', hard: true, warnPercent: 80, timeZone: null },
    { capMicros: '2000', hard: false, warnPercent: 50, timeZone: 'Asia/Tokyo' },
  ]
  expect(next).toBeNull()
  expect(changes).toMatchObject([
    { was: second, now: null, reason: 'Not needed any more' },
    { was: first, now: second, reason: 'It takes more' },
    {
      was: null,
      now: first,
      reason: 'To begin with',
      subjectName: 'Writer',
      teamName: 'Kept',
      period: 'month',
    },
  ])
  for (const { actor } of changes) expect(actor).toEqual(ctx.actor)
  await expect(bench.db.pool.query(`delete from budget_change`)).rejects.toThrow(/permission denied/)
})

it('asks for a reason, and refuses what is no time zone, no share, and no team of an agent', async () => {
  for (const [more, pointer] of [
    [{ reason: ' ' }, 'reason'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ warnPercent: 0 }, 'warnPercent'],
  ] as const)
    await expect(putBudget(ctx, { ...key, capMicros: 1n, ...more })).rejects.toMatchObject({
      issues: [{ path: [pointer] }],
    })
  const unknown = await failure(putBudget(ctx, { ...key, capMicros: 1n, team: 'team_nowhere' }))
  expect(unknown.problems[0]?.pointer).toBe('/team')
  const workspace = { ...key, scope: 'workspace' as const, team: 'team_kept', capMicros: 1n }
  expect((await failure(putBudget(ctx, workspace))).problems[0]?.pointer).toBe('/team')
})

it('warns on the record, once, and lets a soft budget’s calls through', async () => {
  const { id } = await putBudget(ctx, { ...key, capMicros: 1n, hard: false, period: 'month' })
  await bench.pool.ask(bench.request())
  const warned = () =>
    bench.db.prisma.recordEntry.findMany({ where: { kind: 'budget.warned' }, select: { body: true } })
  expect(await warnBudgets(bench.db)).toBeGreaterThan(0)
  const mine = (await warned())
    .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { data: Record<string, unknown> }).data)
    .filter(({ budget }) => budget === id)
  expect(mine).toMatchObject([{ scope: 'agent', subject: 'writer', cap_micros: '1', warn_percent: 80 }])
  const all = (await warned()).length
  await bench.pool.ask(bench.request())
  expect(await warnBudgets(bench.db)).toBe(0)
  expect(await warned()).toHaveLength(all)
  expect((await listBudgets(ctx))[0]?.warnedAt).toBeInstanceOf(Date)
  await removeBudget(ctx, { id, reason })
})

it('is told what one call of the dearest model that it governs reserves, wherever its agent is placed', async () => {
  await bench.model('m-dear', { tier: 'large', outMicrosPerMTok: 50_000_000n })
  const large = { slug: 'large', name: 'Large', job: 'J', owner: 'A', clearance: 'internal', tier: 'large' }
  await putAgent(ctx, { agent: large })
  const told = (scope: 'agent' | 'team' | 'workspace', subject = '') =>
    dearestGoverned(ctx, { scope, subject, team: '' })
  const own = await told('agent', 'large')
  expect(own?.model).toBe('m-dear')
  // 1500 tokens out at $50 a million, and what is sent at the least.
  expect(own?.micros).toBeGreaterThanOrEqual(75_000n)
  expect(own?.micros).toBeLessThan(75_100n)
  expect((await told('agent', 'writer'))?.model).toBe('m-one')
  expect(await told('workspace')).toBeNull()
  const draft = { nodes: [{ id: 'a', kind: 'agent', agent: 'large', maxOutputTokens: 100 }] }
  const workspaceId = ctx.workspace?.id ?? ''
  const team = newId('team')
  await bench.db.prisma.team.create({ data: { id: team, workspaceId, slug: 'dear', name: 'Dear', draft } })
  expect((await told('team', team))?.micros).toBeLessThan(5_100n)
  expect(await told('workspace')).toEqual(await told('team', team))
})
