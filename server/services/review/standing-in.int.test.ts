import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { delegateReviews, endDelegation } from '../delegation/put'
import { putReviewRule } from '../review-rule/put'
import { getReview } from './get'
import { RULE, startClearedBench, type ClearedBench } from './testing/cleared-bench'

let bench: ClearedBench
beforeAll(async () => {
  bench = await startClearedBench()
})
afterAll(() => bench.two.close())
beforeEach(() => bench.clean())

describe('standing in', () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000)
  const standIn = async () =>
    delegateReviews(await bench.as('usr_cleared'), {
      to: 'usr_helper',
      until: tomorrow(),
      reason: 'on leave',
    })

  it('gives the inbox until then, and the review and the record name both', async () => {
    const id = await bench.reviewOf('usr_author')
    const placeOf = async (who: string) => (await getReview(await bench.as(who), { id })).inPlaceOf
    expect(await bench.decide('usr_helper', id)).toBe('forbidden')
    await standIn()
    expect(await bench.isMine('usr_helper', id)).toBe(true)
    const name = { where: { id: 'usr_cleared' }, select: { name: true } }
    const cleared = await bench.two.db.prisma.user.findUniqueOrThrow(name)
    expect(await placeOf('usr_helper')).toEqual([cleared.name])
    expect(await placeOf('usr_cleared')).toEqual([])
    expect(await bench.decide('usr_helper', id)).toBe('done')
    expect(await bench.lastOf('review.decided')).toMatchObject({ in_place_of: ['usr_cleared'] })
    expect(await placeOf('usr_cleared')).toEqual([cleared.name])
  })

  it('ends with its day, with the role of whom it is for, and when somebody ends it', async () => {
    const { id: delegation } = await standIn()
    const grants = async () => (await bench.as('usr_helper')).grants?.length
    expect(await grants()).toBe(2)
    const where = { workspaceId_userId: { workspaceId: bench.two.a, userId: 'usr_cleared' } }
    await bench.two.db.prisma.membership.update({ where, data: { roles: ['auditor'] } })
    expect(await grants()).toBe(0)
    await bench.two.db.prisma.membership.update({ where, data: { roles: ['reviewer'] } })
    await bench.two.db.prisma.delegation.update({
      where: { id: delegation },
      data: { until: new Date(Date.now() - 1) },
    })
    expect(await grants()).toBe(0)
    await bench.two.db.prisma.delegation.update({ where: { id: delegation }, data: { until: tomorrow() } })
    await expect(endDelegation(await bench.as('usr_low'), { id: delegation })).rejects.toMatchObject({
      code: 'not_found',
    })
    await endDelegation(await bench.as('usr_helper'), { id: delegation })
    expect(await grants()).toBe(0)
  })

  it('is not handed on, not to oneself, not for ever, and not to a stranger', async () => {
    await standIn()
    const give = async (from: string, to: string, until = tomorrow()) =>
      delegateReviews(await bench.as(from), { to, until, reason: '' }).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      )
    expect(await give('usr_helper', 'usr_low')).toBe('forbidden')
    expect(await give('usr_cleared', 'usr_cleared')).toBe('conflict')
    expect(await give('usr_cleared', 'usr_helper')).toBe('conflict')
    expect(await give('usr_cleared', 'usr_nobody')).toBe('not_found')
    expect(await give('usr_cleared', 'usr_low', new Date(Date.now() - 1000))).toBe('invalid')
    expect(await give('usr_cleared', 'usr_low', new Date(Date.now() + 91 * 86_400_000))).toBe('invalid')
    expect(await give('usr_author', 'usr_low')).toBe('forbidden')
  })

  it('brings neither clearance along nor a way around four eyes', async () => {
    await bench.clear('usr_helper', 'internal', [])
    await delegateReviews(await bench.as('usr_both'), { to: 'usr_helper', until: tomorrow(), reason: '' })
    const id = await bench.reviewOf('usr_both')
    expect((await getReview(await bench.as('usr_helper'), { id })).hidden).not.toEqual([])
    await bench.clear('usr_helper', 'restricted', ['pii', 'phi', 'financial', 'credentials', 'legal'])
    await putReviewRule(bench.admin(), { ...RULE, fourEyes: true })
    expect((await getReview(await bench.as('usr_helper'), { id })).barred).toMatch(/Whoever you decide for/)
    expect([await bench.isMine('usr_helper', id), await bench.decide('usr_helper', id)]).toEqual([
      false,
      'forbidden',
    ])
  })

  it('lets nobody into what else the role gives', async () => {
    await standIn()
    const { grants = [] } = await bench.as('usr_helper')
    expect(grants.map(({ permission }) => permission).sort()).toEqual(['review.decide', 'review.read'])
  })
})
