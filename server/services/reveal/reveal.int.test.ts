import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { newId } from '@/server/db/id'
import { getReview } from '../review/get'
import { startClearedBench, type ClearedBench } from '../review/testing/cleared-bench'
import { getRun } from '../run/get'
import { endReveal } from './end'
import { myReveal } from './mine'
import { revealRun } from './reveal'

let bench: ClearedBench
beforeAll(async () => void (bench = await startClearedBench()))
afterAll(() => bench.two.close())
beforeEach(() => bench.clean())

const reason = 'the amount decides whether I may approve'
const low = () => bench.as('usr_low')
const runOf = async (id: string) =>
  (await bench.two.db.prisma.review.findUniqueOrThrow({ where: { id } })).runId
const amountIn = async (id: string) =>
  ((await getReview(await low(), { id })).view.draft?.value as { amount?: unknown } | undefined)?.amount

describe('a run shown to a reviewer beyond their clearance', () => {
  it('is that one alone, is on the record with its reason, and can be hidden again', async () => {
    const [id, other] = [await bench.reviewOf('usr_author'), await bench.reviewOf('usr_author')]
    const run = await runOf(id)
    expect([await amountIn(id), await myReveal(await low(), { run })]).toEqual([undefined, null])
    await revealRun(await low(), { run, reason })
    expect([await amountIn(id), await amountIn(other)]).toEqual([5000, undefined])
    expect((await getRun(await low(), { id: run })).hidden).toEqual([])
    expect(await myReveal(await low(), { run })).toMatchObject({ endsAt: expect.any(Date) as Date })
    expect(await myReveal(await bench.as('usr_both'), { run })).toBeNull()
    await expect(revealRun(await low(), { run, reason })).rejects.toMatchObject({ code: 'conflict' })
    await endReveal(await low(), { run })
    expect([await amountIn(id), await myReveal(await low(), { run })]).toEqual([undefined, null])
    await expect(endReveal(await low(), { run })).rejects.toMatchObject({ code: 'not_found' })
    const taken = await bench.lastOf('values.revealed')
    expect(taken).toMatchObject({ reason: { $hmac: expect.any(String) as string } })
    expect(await bench.lastOf('values.hidden')).toEqual({ reveals: [taken['reveal']] })
  })

  it('is over by its time', async () => {
    const id = await bench.reviewOf('usr_author')
    await revealRun(await low(), { run: await runOf(id), reason })
    const past = new Date(Date.now() - 1000)
    await bench.two.db.prisma.reveal.updateMany({ data: { startedAt: past, endsAt: past } })
    expect(await amountIn(id)).toBeUndefined()
  })

  it('is over with the permission to', async () => {
    const id = await bench.reviewOf('usr_author')
    await revealRun(await low(), { run: await runOf(id), reason })
    const { roles, ...rest } = await low()
    expect(roles).toEqual(['reviewer'])
    const { view } = await getReview({ ...rest, roles: ['auditor'] }, { id })
    expect(view.draft?.value).toEqual({ deal_id: 'D-1' })
  })

  it('lets them approve what they have seen', async () => {
    const id = await bench.reviewOf('usr_author')
    expect(await bench.decide('usr_low', id)).toBe('forbidden')
    await revealRun(await low(), { run: await runOf(id), reason })
    expect(await bench.decide('usr_low', id)).toBe('done')
  })

  it('is shown to nobody who may not, to no program, and in no other workspace', async () => {
    const run = await runOf(await bench.reviewOf('usr_author'))
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code?: string }) => error.code,
      )
    expect(await codeOf(revealRun(await bench.as('usr_helper'), { run, reason }))).toBe('forbidden')
    const token = {
      ...(await low()),
      actor: { kind: 'token', id: 'tok_1', name: 'import', for: 'usr_low' },
    } as const
    expect(await codeOf(revealRun(token, { run, reason }))).toBe('forbidden')
    expect(await codeOf(revealRun(await bench.two.asB(), { run, reason }))).toBe('not_found')
  })

  it('opens nothing that a policy forbids', async () => {
    const id = await bench.reviewOf('usr_author')
    const text = `forbid (principal is Baton::Person, action == Baton::Action::"field.read", resource)
      when { resource.classified && resource.classification >= 2 };`
    const policies = [...DEFAULT_POLICIES, { id: 'closed', title: 'Not for people', text }]
    await bench.two.db.prisma.policyVersion.create({
      data: {
        ...{
          id: newId('pol'),
          workspaceId: bench.two.a,
          number: 1,
          digest: 'd',
          status: 'current',
          policies,
        },
        ...{ editors: [], proposedBy: {} },
      },
    })
    await revealRun(await low(), { run: await runOf(id), reason })
    // Policies hold in every process within a second.
    await expect.poll(() => amountIn(id), { timeout: 10_000 }).not.toBe(5000)
  })
})
