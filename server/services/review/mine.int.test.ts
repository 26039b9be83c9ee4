import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '@/domain/policy/permission'
import { readOverview } from '../overview/read'
import { readSession } from '../session/read'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { listReviews } from './list'

let two: TwoWorkspaces
let reviews: Record<string, string>
beforeAll(async () => {
  two = await startTwoWorkspaces()
  const approval = (await two.waiting()).review
  reviews = { [approval]: 'approval', [(await two.blocked()).review]: 'budget' }
})
afterAll(() => two.close())

it.each<[Role[], string[], string[]]>([
  [['admin'], ['budget'], ['budget']],
  [['reviewer'], ['approval'], ['approval']],
  [
    ['admin', 'reviewer'],
    ['approval', 'budget'],
    ['approval', 'budget'],
  ],
  // Who decides nothing sees on the overview what waits for others.
  [['operator'], [], ['approval', 'budget']],
])('what waits for %j is the same in the list, the badge and the overview', async (roles, mine, insight) => {
  const ctx = two.asA(roles)
  const kinds = (found: { id: string }[]) => found.map(({ id }) => reviews[id]).toSorted()
  expect(kinds(await listReviews(ctx, { mine: true }))).toEqual(mine)
  const all = await listReviews(ctx, {})
  expect(kinds(all)).toEqual(['approval', 'budget'])
  expect(kinds(all.filter((review) => review.mine))).toEqual(mine)
  expect((await readSession(ctx)).counts.inbox).toBe(mine.length)
  const overview = await readOverview(ctx)
  expect(overview.waiting).toMatchObject({ mine: mine.length, open: 2 })
  expect(kinds(overview.reviews)).toEqual(insight)
})

it('a reviewer may still end a run that waits for a budget', async () => {
  const [budget] = (await listReviews(two.asA(['reviewer']), {})).filter(({ kind }) => kind === 'budget')
  expect(budget).toMatchObject({ mine: false, barred: undefined })
})
