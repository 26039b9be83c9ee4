import type { Actor } from '@/domain/actor'
import type { Checked } from '@/domain/team/case-result'
import type { Tried } from '@/domain/team/trial'
import type { KeptSeen } from '@/server/engine/trials'
import type { Trial } from '@/prisma/generated/client'
import { digestOf } from '@/server/record/digest'
import { authorize, type Context } from '../context'
import { keptCases } from './cases'
import { shownCases, shownTrials, type ShownCase } from './shown'
import { readDraft } from './draft'

/** queued: it waits for its turn; seen: nothing was expected of it; refused: it could not start. */
export type TrialStatus = 'queued' | 'running' | 'passed' | 'failed' | 'seen' | 'refused' | 'stopped'

/** One try of a draft, and what came of it. */
export interface TrialResult {
  id: string
  run: string | null
  status: TrialStatus
  /** It was of this draft and of this case, as both stand now. */
  current: boolean
  checked: Checked[]
  seen: KeptSeen | null
  costMicros: bigint
  startedAt: Date
  endedAt: Date | null
  startedBy: Actor
}

/** It goes on, or waits for its turn. */
export const isUnderWay = ({ status }: Pick<TrialResult, 'status'>): boolean =>
  status === 'queued' || status === 'running'

export interface BenchCase extends ShownCase {
  /** Its last try. */
  last: TrialResult | null
}

export interface Bench {
  /** sha256 of what would run of the draft, which is published where it has no error. */
  digest: string
  errors: number
  cases: BenchCase[]
  /** Tries by hand, newest first. */
  tries: (TrialResult & { tried: Tried })[]
}

const MOST_TRIES = 10

/** A team's test cases with what came of them last, and the last tries by hand. @throws BatonError not_found */
export async function readBench(ctx: Context, { slug }: { slug: string }): Promise<Bench> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const { prisma } = db
  const draft = await readDraft(prisma, workspace.id, slug)
  const { team, digest, errors } = draft
  const [cases, last, tries] = await Promise.all([
    keptCases(prisma, team.id),
    prisma.trial.findMany({
      where: { teamId: team.id, caseName: { not: null } },
      orderBy: [{ caseName: 'asc' }, { startedAt: 'desc' }, { id: 'desc' }],
      distinct: ['caseName'],
    }),
    prisma.trial.findMany({
      where: { teamId: team.id, caseName: null },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: MOST_TRIES,
    }),
  ])
  const [shown, shownCase] = await Promise.all([
    shownTrials(scope, draft, [...last, ...tries]),
    shownCases(scope, draft),
  ])
  return {
    digest,
    errors: errors.length,
    cases: cases.map((kept) => {
      const trial = last.find(({ caseName }) => caseName === kept.case.name)
      return {
        ...shownCase(kept),
        last: trial ? resultOf(shown(trial), digest, digestOf(kept.case)) : null,
      }
    }),
    tries: tries.map((trial) => ({
      ...resultOf(shown(trial), digest, trial.caseDigest),
      tried: shown(trial).definition as unknown as Tried,
    })),
  }
}

/** A trial as it is shown. @param digest of the draft as it stands @param caseDigest of the case as it stands */
export function resultOf(trial: Trial, digest: string, caseDigest: string): TrialResult {
  return {
    id: trial.id,
    run: trial.runId,
    status: trial.status as TrialStatus,
    current: digest !== '' && trial.draftDigest === digest && trial.caseDigest === caseDigest,
    checked: (trial.checked ?? []) as unknown as Checked[],
    seen: trial.seen as unknown as KeptSeen | null,
    costMicros: trial.costMicros,
    startedAt: trial.startedAt,
    endedAt: trial.endedAt,
    startedBy: trial.startedBy as unknown as Actor,
  }
}
