import { BatonError, brief } from '@/domain/problem'
import type { Bundle } from '@/domain/team/bundle'
import type { Expectation, TeamCase } from '@/domain/team/case'
import { proposeExpectation } from '@/domain/team/case-propose'
import { kindOf, readsOfNode } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import type { Tried } from '@/domain/team/trial'
import { seenRun } from '@/server/engine/trials'
import { storedVersion } from '@/server/engine/versions'
import { authorize, type Context } from '../context'
import { refuseUnseenRun } from '../sight'
import { findTeam } from '../team/find'

/** Whether its way out hangs on a condition over the state. */
const decides = (node: TeamNode): boolean =>
  kindOf(node)
    .expressions(node)
    .some(({ gives }) => gives === 'bool')

/** What was tried, and what to expect of it from how it went. */
export interface ProposedCase {
  tried: Tried
  kind: TeamCase['kind']
  expect: Expectation
}

/**
 * A test case made of a try, to be looked over before it is kept.
 * @throws BatonError not_found · conflict while it goes on · forbidden where parts of it are not shown to the caller
 */
export async function proposeCase(
  ctx: Context,
  { slug, trial: id }: { slug: string; trial: string },
): Promise<ProposedCase> {
  const scope = await authorize(ctx, 'run.read')
  const { db, workspace } = scope
  const { prisma } = db
  const team = await findTeam(prisma, workspace.id, slug)
  const trial = await prisma.trial.findFirst({ where: { id, teamId: team.id } })
  const run = trial?.runId ? await prisma.run.findUnique({ where: { id: trial.runId } }) : null
  if (!trial || !run) throw new BatonError('not_found', `There is no try ${brief(id)}.`)
  await refuseUnseenRun(scope, run.id)
  const seen = await seenRun(db, run)
  if (!seen) throw new BatonError('conflict', 'It is still under way. Wait until it stands, then keep it.')
  const { nodes } = (await storedVersion(db, run.versionId)).bundle as unknown as Bundle
  const deciding = Object.values(nodes).filter(decides)
  const { input, pins, from, to } = trial.definition as unknown as Tried
  const expect = proposeExpectation(seen, Object.values(nodes), [...new Set(deciding.flatMap(readsOfNode))])
  return {
    tried: { input, ...(pins && { pins }), ...(from && { from }), ...(to && { to }) },
    kind: expect.ends === 'waits' ? 'escalating' : expect.ends === 'done' ? 'normal' : 'violating',
    expect,
  }
}
