import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StepResult } from '@/domain/run/step'
import type { Prisma } from '@/prisma/generated/client'
import { putGroup } from '../group/put'
import { setGroupMembers } from '../group/members'
import type { Context } from '../context'
import { readOverview } from '../overview/read'
import { search } from '../overview/search'
import { putReviewRule } from '../review-rule/put'
import { getRun } from '../run/get'
import { getReview } from './get'
import { listReviews } from './list'
import { previewEdit } from './preview'
import { RULE, startClearedBench, type ClearedBench } from './testing/cleared-bench'

let bench: ClearedBench
beforeAll(async () => {
  bench = await startClearedBench()
})
afterAll(() => bench.two.close())
beforeEach(() => bench.clean())

describe('what a reviewer sees', () => {
  it('is all of it, cleared for everything', async () => {
    const { view, hidden } = await getReview(await bench.as('usr_cleared'), {
      id: await bench.reviewOf('usr_author'),
    })
    expect([view.draft?.value, hidden]).toEqual([{ deal_id: 'D-1', amount: 5000 }, []])
    expect(view.effects[0]?.body).toMatchObject({ amount: 5000 })
  })

  it('is what they are cleared for: the rest, and what may quote it, is left out everywhere', async () => {
    const id = await bench.reviewOf('usr_author')
    const seen = await getReview(await bench.as('usr_low'), { id })
    expect(seen.view.draft?.value).toEqual({ deal_id: 'D-1' })
    expect(seen.hidden).toContainEqual({ path: 'draft.amount', visibility: 'absent' })
    expect(
      JSON.stringify(seen, (_key, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    ).not.toMatch(/5000|5,000/)
    expect(seen.question).toBe('Approval?')
    await bench.clear('usr_low', 'confidential', [])
    expect((await getReview(await bench.as('usr_low'), { id })).view.draft?.value).toMatchObject({
      amount: '[masked]',
    })
    await bench.clear('usr_low', 'confidential', ['financial'])
    expect((await getReview(await bench.as('usr_low'), { id })).view.draft?.value).toMatchObject({
      amount: 5000,
    })
    await bench.clear('usr_low', 'internal', ['pii'])
  })

  it('is no question that is made of what they do not see, wherever reviews are listed', async () => {
    const id = await bench.reviewOf('usr_author')
    const [low, cleared] = [await bench.as('usr_low'), await bench.as('usr_cleared')]
    const { runId } = await getReview(cleared, { id })
    const shown = async (who: Context) =>
      JSON.stringify(
        [
          await getRun(who, { id: runId }),
          await listReviews(who, {}),
          await readOverview(who),
          await search(who, { text: 'Write' }),
          await search(who, { text: 'Approval' }),
        ],
        (_key, value: unknown) => (typeof value === 'bigint' ? '' : value),
      )
    expect(await shown(low)).not.toMatch(/Write 5000|for D-1/)
    expect(await shown(cleared)).toContain('Write 5000?')
    // Nor is what an effect is about, where its own gate asked.
    const summary = { node: 'update', question: 'Write 5000 for D-1?' }
    await bench.two.db.prisma.review.update({ where: { id }, data: summary })
    expect(await shown(low)).not.toMatch(/Write 5000|for D-1/)
    expect(await shown(low)).toContain('Let “Update” go out?')
    await bench.two.db.prisma.review.update({ where: { id }, data: { node: 'approval' } })
  })

  it('is what they may let happen: nobody approves, edits or tries out what they do not see', async () => {
    const id = await bench.reviewOf('usr_author')
    const { approvalBarred, barred, editBarred } = await getReview(await bench.as('usr_low'), { id })
    expect([approvalBarred, editBarred].every((each) => each?.includes('not shown to you'))).toBe(true)
    expect(barred).toBeNull()
    expect(await bench.decide('usr_low', id)).toBe('forbidden')
    expect(await bench.lastOf('verdict.refused')).toMatchObject({ because: 'clearance' })
    const edit = { deal_id: 'D-1', amount: 1 }
    expect(await bench.decide('usr_low', id, 'approve', edit)).toBe('forbidden')
    await expect(previewEdit(await bench.as('usr_low'), { id, edit })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await bench.decide('usr_low', id, 'reject')).toBe('done')
  })

  it('is what they endorse: an approval keeps what was hidden from whoever gave it', async () => {
    const id = await bench.reviewOf('usr_author')
    const { runId, view } = await bench.two.db.prisma.review.findUniqueOrThrow({ where: { id } })
    // As at a gate with nothing to send behind it, which they may let pass.
    const data = { view: { ...(view as object), effects: [] } as Prisma.InputJsonValue }
    await bench.two.db.prisma.review.update({ where: { id }, data })
    expect(await bench.decide('usr_low', id)).toBe('done')
    const step = { runId, node: 'approval', port: 'approved' }
    const { result } = await bench.two.db.prisma.step.findFirstOrThrow({ where: step })
    const { unseen = [] } = (result as unknown as StepResult).verdict ?? {}
    expect(unseen).toContain('draft.amount')
    expect(unseen.filter((path) => path.startsWith('draft.deal_id'))).toEqual([])
  })

  it('is more by a group, for as long as they are in it', async () => {
    const id = await bench.reviewOf('usr_author')
    const group = {
      name: 'Finance',
      roles: [],
      clearance: 'confidential',
      categories: ['financial'],
      claims: [],
    } as const
    const made = await putGroup(bench.admin(), {
      ...group,
      roles: [],
      categories: [...group.categories],
      claims: [],
    })
    await setGroupMembers(bench.admin(), { id: made.id, members: ['usr_low'] })
    expect((await getReview(await bench.as('usr_low'), { id })).hidden).toEqual([])
    await setGroupMembers(bench.admin(), { id: made.id, members: [] })
    expect((await getReview(await bench.as('usr_low'), { id })).hidden).not.toEqual([])
  })
})

describe('a rule for reviews', () => {
  it('offers them only to who is cleared', async () => {
    await putReviewRule(bench.admin(), { ...RULE, teamId: bench.teamId, clearance: 'confidential' })
    const id = await bench.reviewOf('usr_author')
    expect([await bench.isMine('usr_low', id), await bench.isMine('usr_cleared', id)]).toEqual([false, true])
    expect((await getReview(await bench.as('usr_low'), { id })).barred).toMatch(
      /clearance confidential; yours is internal/,
    )
    expect(await bench.decide('usr_low', id, 'reject')).toBe('forbidden')
    expect((await readOverview(await bench.as('usr_low'))).reviews.some((review) => review.id === id)).toBe(
      false,
    )
    expect(await bench.decide('usr_cleared', id)).toBe('done')
  })

  it('keeps them for a group', async () => {
    const { id: groupId } = await putGroup(bench.admin(), {
      ...{ name: 'Deals', roles: [], clearance: 'public', categories: [], claims: [] },
    })
    await putReviewRule(bench.admin(), { ...RULE, connection: 'crm', groupId })
    const id = await bench.reviewOf('usr_author')
    expect([await bench.isMine('usr_cleared', id), await bench.decide('usr_cleared', id)]).toEqual([
      false,
      'forbidden',
    ])
    await setGroupMembers(bench.admin(), { id: groupId, members: ['usr_cleared'] })
    expect([await bench.isMine('usr_cleared', id), await bench.decide('usr_cleared', id)]).toEqual([
      true,
      'done',
    ])
  })

  it('asks for four eyes where the gate does not, of open reviews too', async () => {
    const id = await bench.reviewOf('usr_both')
    expect([
      await bench.isMine('usr_both', id),
      (await getReview(await bench.as('usr_both'), { id })).barred,
    ]).toEqual([true, null])
    await putReviewRule(bench.admin(), { ...RULE, fourEyes: true })
    expect([await bench.isMine('usr_both', id), await bench.decide('usr_both', id)]).toEqual([
      false,
      'forbidden',
    ])
    expect(await bench.lastOf('verdict.refused')).toMatchObject({ because: 'four_eyes' })
    expect(await bench.decide('usr_cleared', id)).toBe('done')
  })

  it('is no matter of another team, connection or risk', async () => {
    await putReviewRule(bench.admin(), { ...RULE, teamId: bench.two.team.id, clearance: 'restricted' })
    await putReviewRule(bench.admin(), { ...RULE, risk: 'high', clearance: 'restricted' })
    const id = await bench.reviewOf('usr_author')
    expect(await bench.isMine('usr_low', id)).toBe(true)
  })
})
