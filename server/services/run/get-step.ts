import { BatonError } from '@/domain/problem'
import { seenStep } from '@/domain/run/run-sight'
import type { StepResult } from '@/domain/run/step'
import { authorize, type Context } from '../context'
import { sightIn } from '../sight'

export interface StepPlace {
  /** The run. */
  id: string
  node: string
  iteration: number
  attempt: number
}

/** All that one attempt of a step left: what it saw and said as well, which a run in brief leaves out. @throws BatonError not_found */
export async function getStep(ctx: Context, { id, node, iteration, attempt }: StepPlace) {
  const scope = await authorize(ctx, 'run.read')
  const { prisma } = scope.db
  const run = await prisma.run.findFirst({
    where: { id, workspaceId: scope.workspace.id },
    select: { id: true, teamId: true, versionId: true },
  })
  const step = run && (await prisma.step.findFirst({ where: { runId: run.id, node, iteration, attempt } }))
  if (!step) throw new BatonError('not_found', 'There is no such step.')
  const result = step.result as unknown as StepResult
  const sight = await sightIn(scope)
  if (sight.all) return { result }
  const whole = (await sight.whole([run.id])).has(run.id)
  return { result: seenStep(await sight.looks(run), { node, result }, whole).result }
}
