import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Prisma } from '@/prisma/generated/client'
import type { Role } from '@/domain/policy/permission'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { setAt } from '@/domain/team/set-at'
import type { Context } from '../context'
import { cancelRun } from '../run/cancel'
import { restartRun } from '../run/restart'
import { startRun } from '../run/start'
import { createTeam } from '../team/create'
import { publishTeam } from '../team/publish'
import { putTeam } from '../team/put'
import { quillonTeam } from '../testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { contextFromToken } from '../token/context'
import { createToken } from '../token/create'
import { decideReview } from './decide'
import { getReview } from './get'
import { listReviews } from './list'

let two: TwoWorkspaces
const roles: Role[] = ['operator', 'reviewer', 'admin']
const document = () => setAt(quillonTeam(), '/nodes/2/fourEyes', true)
beforeAll(async () => {
  two = await startTwoWorkspaces()
  for (const id of ['usr_editor', 'usr_publisher', 'usr_starter', 'usr_second', 'usr_third', 'usr_sly']) {
    const create = { id, name: id, email: `${id}@example.test` }
    await two.db.prisma.user.upsert({ where: { id }, create, update: {} })
    const membership = { workspaceId: two.a, userId: id, roles, ...WHOLE_CLEARANCE }
    await two.db.prisma.membership.upsert({
      where: { workspaceId_userId: { workspaceId: two.a, userId: id } },
      create: membership,
      update: membership,
    })
  }
  await createTeam(person('usr_editor'), { name: 'Eyes', slug: 'eyes', document: document() })
  await publishTeam(person('usr_publisher'), { slug: 'eyes' })
})
afterAll(() => two.close())

const person = (id: string): Context => two.asA(roles, id)
const tokenOf = async (maker: Context): Promise<Context> =>
  contextFromToken(two.db, (await createToken(maker, { name: 'mine', roles })).token)

async function reviewOf(starter: Context): Promise<string> {
  const { id } = await startRun(starter, { team: 'eyes', input: { deal_id: 'D-1' } })
  await two.bench.settled(id)
  return (await two.db.prisma.review.findFirstOrThrow({ where: { runId: id, status: 'open' } })).id
}

/** What comes of approving; and that lists and the review itself say the same beforehand. */
async function approves(who: Context, id: string): Promise<string> {
  const { digest, barred } = await getReview(who, { id })
  const mine = (await listReviews(who, { mine: true })).some((review) => review.id === id)
  expect(mine).toBe(barred === null)
  try {
    await decideReview(who, { id, verdict: { decision: 'approve', digest, reason: '' } })
    return 'approved'
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}

describe('where four eyes are asked', () => {
  it('nobody who had a hand in a run has sent again what may have arrived; another person may', async () => {
    const id = await reviewOf(person('usr_starter'))
    const { view } = await two.db.prisma.review.findUniqueOrThrow({ where: { id } })
    const failure = { code: 'outcome_unknown', message: 'It is not known whether CRM carried it out.' }
    const unknown = { ...(view as object), kind: 'escalation', failure } as Prisma.InputJsonValue
    await two.db.prisma.review.update({ where: { id }, data: { kind: 'escalation', view: unknown } })
    const retry = async (who: string): Promise<unknown> => {
      const { digest } = await getReview(person(who), { id })
      const verdict = { decision: 'retry', digest, reason: '' } as const
      return decideReview(person(who), { id, verdict }).then(
        () => 'done',
        (error: unknown) => error,
      )
    }
    for (const who of ['usr_starter', 'usr_editor'])
      expect(await retry(who)).toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('to send again what may have arrived') as string,
      })
    expect(await retry('usr_second')).toBe('done')
  })

  it('a person and the tokens they made are one', async () => {
    const starter = person('usr_starter')
    const token = await tokenOf(starter)
    const tokenOfToken = await tokenOf(token)
    for (const [starts, decides] of [
      [starter, token],
      [token, starter],
      [token, tokenOfToken],
      [tokenOfToken, starter],
    ] as const)
      expect(await approves(decides, await reviewOf(starts))).toBe('forbidden')
    expect(await approves(person('usr_second'), await reviewOf(token))).toBe('approved')
    expect(await approves(await tokenOf(person('usr_second')), await reviewOf(starter))).toBe('approved')
  })

  it('an editor does not decide by a token of theirs, nor one who edited by a token', async () => {
    const review = await reviewOf(person('usr_starter'))
    expect(await approves(await tokenOf(person('usr_editor')), review)).toBe('forbidden')
    const edited = { ...document(), goal: 'Edited by a token' }
    await putTeam(await tokenOf(person('usr_sly')), { slug: 'eyes', document: edited })
    await publishTeam(person('usr_publisher'), { slug: 'eyes' })
    expect(await approves(person('usr_sly'), await reviewOf(person('usr_starter')))).toBe('forbidden')
  })

  it('nobody decides a run that they took up after it was over, however they did', async () => {
    for (const [takesUp, decides] of [
      [person('usr_third'), person('usr_third')],
      [await tokenOf(person('usr_third')), person('usr_third')],
    ] as const) {
      const review = await reviewOf(person('usr_starter'))
      const { runId } = await two.db.prisma.review.findUniqueOrThrow({ where: { id: review } })
      await cancelRun(person('usr_starter'), { id: runId, reason: 'once more' })
      await restartRun(takesUp, { id: runId, from: 'step' })
      await two.bench.settled(runId)
      const { id } = await two.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
      const { barred } = await getReview(decides, { id })
      expect(barred).toContain('You took this run up')
      expect(await approves(decides, id)).toBe('forbidden')
      expect(await approves(person('usr_starter'), id)).toBe('forbidden')
      expect(await approves(person('usr_second'), id)).toBe('approved')
    }
  })

  it('nor a run that was called by one that they took up', async () => {
    const review = await reviewOf(person('usr_starter'))
    const { runId } = await two.db.prisma.review.findUniqueOrThrow({ where: { id: review } })
    await two.db.pool.query(
      `insert into run (id, workspace_id, team_id, version_id, title, input, started_by, continued)
         select 'run_calling', workspace_id, team_id, version_id, 'T', '{}', started_by,
           '[{"by": {"kind": "person", "id": "usr_third", "name": "usr_third"}}]' from run where id = $1`,
      [runId],
    )
    await two.db.pool.query("update run set parent_run = 'run_calling' where id = $1", [runId])
    expect(await approves(person('usr_third'), review)).toBe('forbidden')
    expect(await approves(person('usr_second'), review)).toBe('approved')
  })
})
