import type { Bundle } from '@/domain/team/bundle'
import { newId } from '@/server/db/id'
import type { EngineBench } from '@/server/engine/testing/engine-bench'
import { digestOf } from '@/server/record/digest'
import { decideReview } from '../../review/decide'
import { getReview } from '../../review/get'
import { startRun } from '../start'

/** What tests of runs that are taken up again do over and over. */
export function takingUp(bench: EngineBench) {
  const operator = bench.context(['operator'], 'usr_operator')
  const reviewer = bench.context(['reviewer'], 'usr_reviewer')
  const answer = async (runId: string, decision: 'reject' | 'retry' | 'approve', node?: string) => {
    const { id } = await bench.db.prisma.review.findFirstOrThrow({
      where: { runId, status: 'open', ...(node ? { node } : {}) },
    })
    const { digest } = await getReview(reviewer, { id })
    await decideReview(reviewer, { id, verdict: { decision, digest, reason: 'a test' } })
    return bench.settled(runId)
  }
  return {
    operator,
    reviewer,
    answer,
    start: async (team: string, input: Record<string, unknown>) =>
      (await startRun(operator, { team, input })).id,
    /** A run that somebody gave up at the first step that could not go on. */
    async givenUp(team: string, input: Record<string, unknown>) {
      const { id } = await startRun(operator, { team, input })
      await bench.settled(id)
      return answer(id, 'reject')
    },
    /** Publishes another version of a team. */
    async publish(slug: string, bundle: Bundle): Promise<string> {
      const team = await bench.db.prisma.team.findFirstOrThrow({ where: { slug } })
      const number = (await bench.db.prisma.teamVersion.count({ where: { teamId: team.id } })) + 1
      const id = newId('ver')
      await bench.db.prisma.teamVersion.create({
        data: {
          ...{ id, workspaceId: bench.workspaceId, teamId: team.id, number, digest: digestOf(bundle) },
          ...{ bundle: bundle as object, document: {}, editors: [], publishedBy: {} },
        },
      })
      await bench.db.prisma.team.update({ where: { id: team.id }, data: { publishedId: id } })
      return id
    },
    kindsOf: async (runId: string) =>
      (await bench.db.prisma.recordEntry.findMany({ where: { runId }, orderBy: { id: 'asc' } })).map(
        ({ kind }) => kind,
      ),
  }
}
