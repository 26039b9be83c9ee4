import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEPT_RESULTS } from '@/domain/team/case'
import { newId } from '@/server/db/id'
import { Housekeeper } from '@/server/engine/housekeeping'
import { applyEdits } from '../team/apply'
import { getTeam } from '../team/get'
import { publishTeam } from '../team/publish'
import { readCaseResults } from './history'
import { putCase } from './put-case'
import { removeCase } from './remove-case'
import { startCases } from './start'
import { caseOf, large, missed, small, startTrialDesk, type TrialDesk } from './testing/trial-desk'

let desk: TrialDesk
beforeAll(async () => {
  desk = await startTrialDesk()
})
afterAll(() => desk.close())

const keeping = () => new Housekeeper(desk.db, { retentionMs: 3_600_000, budgetMs: 5000 }).turn()
const resultsOf = async (slug: string, name: string) =>
  (await readCaseResults(desk.operator, { slug, name })).results

/** Tries of a case that were over so many hours ago. */
async function earlier(slug: string, caseName: string, count: number, hours = 48) {
  const { id: teamId, workspaceId } = await desk.db.prisma.team.findFirstOrThrow({ where: { slug } })
  await desk.db.prisma.trial.createMany({
    data: Array.from({ length: count }, (_, i) => {
      const at = new Date(Date.now() - hours * 3_600_000 - i * 60_000)
      return {
        ...{ id: newId('try'), workspaceId, teamId, caseName, caseDigest: 'c', draftDigest: 'd' },
        ...{ definition: {}, status: 'passed', startedBy: desk.operator.actor, startedAt: at, endedAt: at },
      }
    }),
  })
}

describe('the results of a case', () => {
  it('say when, by whom, of which draft, what was missed and what it cost, newest first', async () => {
    const slug = await desk.team()
    await putCase(desk.operator, { slug, case: caseOf('one', { pins: { draft: small } }) })
    await startCases(desk.operator, { slug })
    await desk.results(slug)
    const { number } = await publishTeam(desk.operator, { slug })
    const { revision } = await getTeam(desk.operator, { slug })
    const goal = { type: 'team.goal', goal: 'Keep deals right.' }
    await applyEdits(desk.operator, { slug, revision, commands: [goal] })
    await putCase(desk.operator, { slug, was: 'one', case: caseOf('one', { pins: { draft: large } }) })
    await startCases(desk.operator, { slug })
    await desk.results(slug)
    const results = await resultsOf(slug, 'one')
    expect(results).toMatchObject([
      {
        ...{ status: 'failed', current: true, sameCase: true, draft: { version: null } },
        startedBy: { id: 'usr_op' },
      },
      { status: 'passed', current: false, sameCase: false, draft: { version: number } },
    ])
    expect(missed(results[0])).toEqual([['/ends', 'It waits at “Approval”: Large']])
    expect(results.map(({ run, endedAt }) => [typeof run, endedAt instanceof Date])).toEqual([
      ['string', true],
      ['string', true],
    ])
    expect(results[0]?.draft.digest).not.toBe(results[1]?.draft.digest)
  })

  it('go along with its name, and are none of a case that had it before', async () => {
    const slug = await desk.team()
    await putCase(desk.operator, { slug, case: caseOf('one', {}) })
    await earlier(slug, 'one', 2)
    await earlier(slug, 'two', 3)
    await putCase(desk.operator, { slug, was: 'one', case: caseOf('two', {}) })
    expect(await resultsOf(slug, 'two')).toHaveLength(2)
    await expect(resultsOf(slug, 'one')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are kept to so many, and of a removed case for a day', async () => {
    const slug = await desk.team()
    await putCase(desk.operator, { slug, case: caseOf('long', {}) })
    await putCase(desk.operator, { slug, case: caseOf('gone', {}) })
    await putCase(desk.operator, { slug, case: caseOf('just gone', {}) })
    await earlier(slug, 'long', KEPT_RESULTS + 5)
    await earlier(slug, 'gone', 2)
    await earlier(slug, 'just gone', 2, 1)
    await removeCase(desk.operator, { slug, name: 'gone' })
    await removeCase(desk.operator, { slug, name: 'just gone' })
    const newest = (await resultsOf(slug, 'long')).map(({ id }) => id)
    expect((await keeping()).trial_results).toBeGreaterThanOrEqual(7)
    const { id: teamId } = await desk.db.prisma.team.findFirstOrThrow({ where: { slug } })
    expect(await desk.db.prisma.trial.count({ where: { teamId } })).toBe(KEPT_RESULTS + 2)
    expect((await resultsOf(slug, 'long')).map(({ id }) => id)).toEqual(newest)
    expect(await resultsOf(slug, 'just gone')).toHaveLength(2)
  })
})
