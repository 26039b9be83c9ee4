import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Category, Classification } from '@/domain/policy/classification'
import type { Role } from '@/domain/policy/permission'
import type { StepResult } from '@/domain/run/step'
import type { Prisma } from '@/prisma/generated/client'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { grantsOf } from '@/server/auth/grants'
import { putAgent } from '../agent/put'
import type { Context } from '../context'
import { delegateReviews, endDelegation } from '../delegation/put'
import { putGroup } from '../group/put'
import { setGroupMembers } from '../group/members'
import { setMemberClearance } from '../member/set-clearance'
import { readOverview } from '../overview/read'
import { putReviewRule } from '../review-rule/put'
import { search } from '../overview/search'
import { getRun } from '../run/get'
import { startRun } from '../run/start'
import { createTeam } from '../team/create'
import { publishTeam } from '../team/publish'
import { quillonAgent } from '../testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { decideReview } from './decide'
import { getReview } from './get'
import { listReviews } from './list'
import { previewEdit } from './preview'
import { clearedTeam } from './testing/cleared-team'

let two: TwoWorkspaces
let teamId: string

beforeAll(async () => {
  two = await startTwoWorkspaces()
  const members: [string, Role[]][] = [
    ['usr_cleared', ['reviewer']],
    ['usr_low', ['reviewer']],
    ['usr_helper', ['auditor']],
    ['usr_author', ['operator']],
    ['usr_both', ['operator', 'reviewer']],
  ]
  for (const [id, roles] of members) {
    const memberships = { create: { workspaceId: two.a, roles, ...WHOLE_CLEARANCE } }
    await two.db.prisma.user.create({ data: { id, name: id, email: `${id}@example.test`, memberships } })
  }
  const cleared = { clearance: 'confidential', categories: ['financial'] }
  await putAgent(two.asA(['operator']), { agent: { ...quillonAgent(), ...cleared } })
  await two.db.prisma.connection.updateMany({ where: { slug: 'crm' }, data: { clearance: 'confidential' } })
  const author = await as('usr_author')
  ;({ id: teamId } = await createTeam(author, { name: 'Cleared', slug: 'cleared', document: clearedTeam() }))
  await publishTeam(author, { slug: 'cleared', note: '', untested: 'a test' })
  await clear('usr_low', 'internal', ['pii'])
})
afterAll(() => two.close())
beforeEach(async () => {
  await two.db.prisma.reviewRule.deleteMany()
  await two.db.prisma.delegation.deleteMany()
  await two.db.prisma.groupMember.deleteMany()
})

/** As a request would come in now. */
async function as(id: string): Promise<Context> {
  const at = { workspaceId: two.a, userId: id }
  const { roles } = await two.db.prisma.membership.findUniqueOrThrow({ where: { workspaceId_userId: at } })
  return {
    ...two.asA(roles as Role[], id),
    actor: { kind: 'person', id, name: id },
    grants: await grantsOf(two.db, at),
  }
}
const admin = () => two.asA(['admin'])
const clear = (id: string, clearance: Classification, categories: Category[]) =>
  setMemberClearance(admin(), { id, clearance, categories })

async function reviewOf(starter: string): Promise<string> {
  const { id } = await startRun(await as(starter), { team: 'cleared', input: { deal_id: 'D-1' } })
  await two.bench.settled(id)
  return (await two.db.prisma.review.findFirstOrThrow({ where: { runId: id, status: 'open' } })).id
}
const rule = {
  ...{ teamId: null, connection: null, risk: null, fourEyes: false, clearance: null, groupId: null },
  categories: [] as Category[],
}
async function decide(
  who: string,
  id: string,
  decision: 'approve' | 'reject' = 'approve',
  edit?: Record<string, unknown>,
) {
  const ctx = await as(who)
  const { digest } = await getReview(ctx, { id })
  try {
    await decideReview(ctx, { id, verdict: { decision, digest, reason: 'a test', ...(edit && { edit }) } })
    return 'done'
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}
const isMine = async (who: string, id: string) =>
  (await listReviews(await as(who), { mine: true })).some((review) => review.id === id)
const lastOf = async (kind: string) => {
  const row = await two.db.prisma.recordEntry.findFirstOrThrow({ where: { kind }, orderBy: { id: 'desc' } })
  return (JSON.parse(Buffer.from(row.body).toString()) as { data: Record<string, unknown> }).data
}

describe('what a reviewer sees', () => {
  it('is all of it, cleared for everything', async () => {
    const { view, hidden } = await getReview(await as('usr_cleared'), { id: await reviewOf('usr_author') })
    expect([view.draft?.value, hidden]).toEqual([{ deal_id: 'D-1', amount: 5000 }, []])
    expect(view.effects[0]?.body).toMatchObject({ amount: 5000 })
  })

  it('is what they are cleared for: the rest, and what may quote it, is left out everywhere', async () => {
    const id = await reviewOf('usr_author')
    const seen = await getReview(await as('usr_low'), { id })
    expect(seen.view.draft?.value).toEqual({ deal_id: 'D-1' })
    expect(seen.hidden).toContainEqual({ path: 'draft.amount', visibility: 'absent' })
    expect(
      JSON.stringify(seen, (_key, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    ).not.toMatch(/5000|5,000/)
    expect(seen.question).toBe('Approval?')
    await clear('usr_low', 'confidential', [])
    expect((await getReview(await as('usr_low'), { id })).view.draft?.value).toMatchObject({
      amount: '[masked]',
    })
    await clear('usr_low', 'confidential', ['financial'])
    expect((await getReview(await as('usr_low'), { id })).view.draft?.value).toMatchObject({ amount: 5000 })
    await clear('usr_low', 'internal', ['pii'])
  })

  it('is no question that is made of what they do not see, wherever reviews are listed', async () => {
    const id = await reviewOf('usr_author')
    const [low, cleared] = [await as('usr_low'), await as('usr_cleared')]
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
    await two.db.prisma.review.update({ where: { id }, data: summary })
    expect(await shown(low)).not.toMatch(/Write 5000|for D-1/)
    expect(await shown(low)).toContain('Let “Update” go out?')
    await two.db.prisma.review.update({ where: { id }, data: { node: 'approval' } })
  })

  it('is what they may let happen: nobody approves, edits or tries out what they do not see', async () => {
    const id = await reviewOf('usr_author')
    const { approvalBarred, barred, editBarred } = await getReview(await as('usr_low'), { id })
    expect([approvalBarred, editBarred].every((each) => each?.includes('not shown to you'))).toBe(true)
    expect(barred).toBeNull()
    expect(await decide('usr_low', id)).toBe('forbidden')
    expect(await lastOf('verdict.refused')).toMatchObject({ because: 'clearance' })
    const edit = { deal_id: 'D-1', amount: 1 }
    expect(await decide('usr_low', id, 'approve', edit)).toBe('forbidden')
    await expect(previewEdit(await as('usr_low'), { id, edit })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await decide('usr_low', id, 'reject')).toBe('done')
  })

  it('is what they endorse: an approval keeps what was hidden from whoever gave it', async () => {
    const id = await reviewOf('usr_author')
    const { runId, view } = await two.db.prisma.review.findUniqueOrThrow({ where: { id } })
    // As at a gate with nothing to send behind it, which they may let pass.
    const data = { view: { ...(view as object), effects: [] } as Prisma.InputJsonValue }
    await two.db.prisma.review.update({ where: { id }, data })
    expect(await decide('usr_low', id)).toBe('done')
    const step = { runId, node: 'approval', port: 'approved' }
    const { result } = await two.db.prisma.step.findFirstOrThrow({ where: step })
    const { unseen = [] } = (result as unknown as StepResult).verdict ?? {}
    expect(unseen).toContain('draft.amount')
    expect(unseen.filter((path) => path.startsWith('draft.deal_id'))).toEqual([])
  })

  it('is more by a group, for as long as they are in it', async () => {
    const id = await reviewOf('usr_author')
    const group = {
      name: 'Finance',
      roles: [],
      clearance: 'confidential',
      categories: ['financial'],
      claims: [],
    } as const
    const made = await putGroup(admin(), {
      ...group,
      roles: [],
      categories: [...group.categories],
      claims: [],
    })
    await setGroupMembers(admin(), { id: made.id, members: ['usr_low'] })
    expect((await getReview(await as('usr_low'), { id })).hidden).toEqual([])
    await setGroupMembers(admin(), { id: made.id, members: [] })
    expect((await getReview(await as('usr_low'), { id })).hidden).not.toEqual([])
  })
})

describe('a rule for reviews', () => {
  it('offers them only to who is cleared', async () => {
    await putReviewRule(admin(), { ...rule, teamId, clearance: 'confidential' })
    const id = await reviewOf('usr_author')
    expect([await isMine('usr_low', id), await isMine('usr_cleared', id)]).toEqual([false, true])
    expect((await getReview(await as('usr_low'), { id })).barred).toMatch(
      /clearance confidential; yours is internal/,
    )
    expect(await decide('usr_low', id, 'reject')).toBe('forbidden')
    expect((await readOverview(await as('usr_low'))).reviews.some((review) => review.id === id)).toBe(false)
    expect(await decide('usr_cleared', id)).toBe('done')
  })

  it('keeps them for a group', async () => {
    const { id: groupId } = await putGroup(admin(), {
      ...{ name: 'Deals', roles: [], clearance: 'public', categories: [], claims: [] },
    })
    await putReviewRule(admin(), { ...rule, connection: 'crm', groupId })
    const id = await reviewOf('usr_author')
    expect([await isMine('usr_cleared', id), await decide('usr_cleared', id)]).toEqual([false, 'forbidden'])
    await setGroupMembers(admin(), { id: groupId, members: ['usr_cleared'] })
    expect([await isMine('usr_cleared', id), await decide('usr_cleared', id)]).toEqual([true, 'done'])
  })

  it('asks for four eyes where the gate does not, of open reviews too', async () => {
    const id = await reviewOf('usr_both')
    expect([await isMine('usr_both', id), (await getReview(await as('usr_both'), { id })).barred]).toEqual([
      true,
      null,
    ])
    await putReviewRule(admin(), { ...rule, fourEyes: true })
    expect([await isMine('usr_both', id), await decide('usr_both', id)]).toEqual([false, 'forbidden'])
    expect(await lastOf('verdict.refused')).toMatchObject({ because: 'four_eyes' })
    expect(await decide('usr_cleared', id)).toBe('done')
  })

  it('is no matter of another team, connection or risk', async () => {
    await putReviewRule(admin(), { ...rule, teamId: two.team.id, clearance: 'restricted' })
    await putReviewRule(admin(), { ...rule, risk: 'high', clearance: 'restricted' })
    const id = await reviewOf('usr_author')
    expect(await isMine('usr_low', id)).toBe(true)
  })
})

describe('standing in', () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000)
  const standIn = async () =>
    delegateReviews(await as('usr_cleared'), { to: 'usr_helper', until: tomorrow(), reason: 'on leave' })

  it('gives the inbox until then, and the record names both', async () => {
    const id = await reviewOf('usr_author')
    expect(await decide('usr_helper', id)).toBe('forbidden')
    await standIn()
    expect(await isMine('usr_helper', id)).toBe(true)
    expect(await decide('usr_helper', id)).toBe('done')
    expect(await lastOf('review.decided')).toMatchObject({ in_place_of: ['usr_cleared'] })
  })

  it('ends with its day, with the role of whom it is for, and when somebody ends it', async () => {
    const { id: delegation } = await standIn()
    const grants = async () => (await as('usr_helper')).grants?.length
    expect(await grants()).toBe(2)
    const where = { workspaceId_userId: { workspaceId: two.a, userId: 'usr_cleared' } }
    await two.db.prisma.membership.update({ where, data: { roles: ['auditor'] } })
    expect(await grants()).toBe(0)
    await two.db.prisma.membership.update({ where, data: { roles: ['reviewer'] } })
    await two.db.prisma.delegation.update({
      where: { id: delegation },
      data: { until: new Date(Date.now() - 1) },
    })
    expect(await grants()).toBe(0)
    await two.db.prisma.delegation.update({ where: { id: delegation }, data: { until: tomorrow() } })
    await expect(endDelegation(await as('usr_low'), { id: delegation })).rejects.toMatchObject({
      code: 'not_found',
    })
    await endDelegation(await as('usr_helper'), { id: delegation })
    expect(await grants()).toBe(0)
  })

  it('is not handed on, not to oneself, not for ever, and not to a stranger', async () => {
    await standIn()
    const give = async (from: string, to: string, until = tomorrow()) =>
      delegateReviews(await as(from), { to, until, reason: '' }).then(
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
    await clear('usr_helper', 'internal', [])
    await delegateReviews(await as('usr_both'), { to: 'usr_helper', until: tomorrow(), reason: '' })
    const id = await reviewOf('usr_both')
    expect((await getReview(await as('usr_helper'), { id })).hidden).not.toEqual([])
    await clear('usr_helper', 'restricted', ['pii', 'phi', 'financial', 'credentials', 'legal'])
    await putReviewRule(admin(), { ...rule, fourEyes: true })
    expect((await getReview(await as('usr_helper'), { id })).barred).toMatch(/Whoever you decide for/)
    expect([await isMine('usr_helper', id), await decide('usr_helper', id)]).toEqual([false, 'forbidden'])
  })

  it('lets nobody into what else the role gives', async () => {
    await standIn()
    const { grants = [] } = await as('usr_helper')
    expect(grants.map(({ permission }) => permission).sort()).toEqual(['review.decide', 'review.read'])
  })
})
