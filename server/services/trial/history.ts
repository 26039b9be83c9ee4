import { BatonError, brief } from '@/domain/problem'
import { KEPT_RESULTS } from '@/domain/team/case'
import { digestOf } from '@/server/record/digest'
import { authorize, type Context } from '../context'
import { resultOf, type TrialResult } from './bench'
import { readCases } from './cases'
import { readDraft } from './draft'
import { shownTrials } from './shown'

export interface CaseResult extends TrialResult {
  /** What it was tried on. */
  draft: {
    /** sha256 of what would have run. */
    digest: string
    /** The version that just this was published as; null of one that never was. */
    version: number | null
    /** It is the draft as it stands. */
    current: boolean
  }
  /** The case was then as it is now. */
  sameCase: boolean
}

/**
 * What came of a test case of late, newest first.
 * @throws BatonError not_found (the team, or the case, which has no result either)
 */
export async function readCaseResults(
  ctx: Context,
  { slug, name }: { slug: string; name: string },
): Promise<{ results: CaseResult[] }> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const { prisma } = db
  const draft = await readDraft(prisma, workspace.id, slug)
  const { team, digest } = draft
  const [cases, trials] = await Promise.all([
    readCases(prisma, team.id),
    prisma.trial.findMany({
      where: { teamId: team.id, caseName: name },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: KEPT_RESULTS,
    }),
  ])
  const one = cases.find((each) => each.name === name)
  if (!one && trials.length === 0) throw new BatonError('not_found', `There is no case “${brief(name)}”.`)
  const versions = await prisma.teamVersion.findMany({
    where: { teamId: team.id, digest: { in: trials.map(({ draftDigest }) => draftDigest) } },
    orderBy: { number: 'asc' },
    select: { number: true, digest: true },
  })
  const numbers = new Map(versions.map((version) => [version.digest, version.number]))
  const now = one ? digestOf(one) : ''
  const shown = await shownTrials(scope, draft, trials)
  return {
    results: trials.map((trial) => ({
      ...resultOf(shown(trial), digest, now),
      draft: {
        digest: trial.draftDigest,
        version: numbers.get(trial.draftDigest) ?? null,
        current: trial.draftDigest === digest,
      },
      sameCase: trial.caseDigest === now,
    })),
  }
}
