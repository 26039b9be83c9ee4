import type { Category, Classification } from '@/domain/policy/classification'
import type { Role } from '@/domain/policy/permission'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { grantsOf } from '@/server/auth/grants'
import { putAgent } from '../../agent/put'
import type { Context } from '../../context'
import { setMemberClearance } from '../../member/set-clearance'
import { startRun } from '../../run/start'
import { createTeam } from '../../team/create'
import { publishTeam } from '../../team/publish'
import { quillonAgent } from '../../testing/quillon'
import { startTwoWorkspaces } from '../../testing/two-workspaces'
import { decideReview } from '../decide'
import { getReview } from '../get'
import { listReviews } from '../list'
import { clearedTeam } from './cleared-team'

export type ClearedBench = Awaited<ReturnType<typeof startClearedBench>>

/** A rule for reviews that asks for nothing. */
export const RULE = {
  ...{ teamId: null, connection: null, risk: null, fourEyes: false, clearance: null, groupId: null },
  categories: [] as Category[],
}

/**
 * People of several roles and clearances before a team whose runs wait for an approval: `usr_cleared` sees all of it,
 * `usr_low` what is internal.
 */
export async function startClearedBench() {
  const two = await startTwoWorkspaces()
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

  const cleared = { clearance: 'confidential', categories: ['financial'] }
  await putAgent(two.asA(['operator']), { agent: { ...quillonAgent(), ...cleared } })
  await two.db.prisma.connection.updateMany({ where: { slug: 'crm' }, data: { clearance: 'confidential' } })
  const author = await as('usr_author')
  const { id: teamId } = await createTeam(author, {
    name: 'Cleared',
    slug: 'cleared',
    document: clearedTeam(),
  })
  await publishTeam(author, { slug: 'cleared', note: '', untested: 'a test' })
  await clear('usr_low', 'internal', ['pii'])

  return {
    two,
    teamId,
    as,
    admin,
    clear,
    async reviewOf(starter: string): Promise<string> {
      const { id } = await startRun(await as(starter), { team: 'cleared', input: { deal_id: 'D-1' } })
      await two.bench.settled(id)
      return (await two.db.prisma.review.findFirstOrThrow({ where: { runId: id, status: 'open' } })).id
    },
    /** @returns `done`, or the code of what it was refused with */
    async decide(
      who: string,
      id: string,
      decision: 'approve' | 'reject' = 'approve',
      edit?: Record<string, unknown>,
    ): Promise<string> {
      const ctx = await as(who)
      const { digest } = await getReview(ctx, { id })
      try {
        await decideReview(ctx, {
          id,
          verdict: { decision, digest, reason: 'a test', ...(edit && { edit }) },
        })
        return 'done'
      } catch (error) {
        return String((error as { code?: string }).code)
      }
    },
    isMine: async (who: string, id: string): Promise<boolean> =>
      (await listReviews(await as(who), { mine: true })).some((review) => review.id === id),
    /** What the newest entry of a kind says. */
    async lastOf(kind: string): Promise<Record<string, unknown>> {
      const row = await two.db.prisma.recordEntry.findFirstOrThrow({
        where: { kind },
        orderBy: { id: 'desc' },
      })
      return (JSON.parse(Buffer.from(row.body).toString()) as { data: Record<string, unknown> }).data
    },
    /** Without rules, standing in and groups, as at the beginning. */
    async clean(): Promise<void> {
      await two.db.prisma.reviewRule.deleteMany()
      await two.db.prisma.delegation.deleteMany()
      await two.db.prisma.groupMember.deleteMany()
    },
  }
}
