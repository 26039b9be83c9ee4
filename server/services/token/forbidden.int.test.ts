import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import type { Context } from '../context'
import { publishPolicies } from '../policy/publish'
import { savePolicyDraft } from '../policy/save-draft'
import { startRun } from '../run/start'
import { TEAM } from '../testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { contextFromToken } from './context'
import { createToken } from './create'

let two: TwoWorkspaces
beforeAll(async () => void (two = await startTwoWorkspaces()))
afterAll(() => two.close())

/** An admin, and what comes in by a token that they made. */
async function maker(name: string): Promise<{ person: Context; token: Context }> {
  const id = `usr_${name}`
  const memberships = {
    create: { workspaceId: two.a, roles: ['admin', 'operator'], ...WHOLE_CLEARANCE },
  }
  await two.db.prisma.user.create({ data: { id, name, email: `${name}@example.test`, memberships } })
  const person = two.asA(['admin', 'operator'], id)
  const { token } = await createToken(person, { name, roles: ['operator'] })
  return { person, token: await contextFromToken(two.db, token) }
}
const starts = (ctx: Context) =>
  startRun(ctx, { team: TEAM, input: { deal_id: 'D-1' } }).then(
    () => 'started',
    (error: unknown) => String((error as { code?: string }).code),
  )

it('what policies forbid a person they do not do by a token of theirs', async () => {
  const [barred, free] = [await maker('barred'), await maker('free')]
  const policies = [
    ...DEFAULT_POLICIES,
    {
      id: 'no-start',
      title: 'One of them starts nothing.',
      text: 'forbid (principal == Baton::Person::"usr_barred", action == Baton::Action::"run.start", resource);',
    },
  ]
  const { revision } = await savePolicyDraft(free.person, { policies, revision: 0 })
  await publishPolicies(free.person, { revision, note: '' })
  expect(await Promise.all([barred.person, barred.token, free.person, free.token].map(starts))).toEqual([
    ...['forbidden', 'forbidden'],
    ...['started', 'started'],
  ])
})
