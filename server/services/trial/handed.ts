import { BatonError, brief } from '@/domain/problem'
import { seenInput, seenState, seenStep } from '@/domain/run/run-sight'
import type { StepResult } from '@/domain/run/step'
import { authorize, type Context } from '../context'
import { sightIn } from '../sight'
import { findTeam } from '../team/find'

/** What a run's steps handed on last, as it can be pinned. */
export interface HandedOn {
  run: { id: string; title: string; trial: boolean; createdAt: Date }
  input: Record<string, unknown>
  /** By step, of those that are done: the way it took, and what it wrote there, if anything. */
  steps: Record<string, { port: string; output?: unknown }>
}

/**
 * What a run of the team handed on step by step, to pin it or to begin with its input: of the run named, else of the
 * newest one that is neither queued nor a try of a single step.
 * @returns null where the team has no run yet
 * @throws BatonError not_found
 */
export async function readHanded(
  ctx: Context,
  { slug, run: id }: { slug: string; run?: string | undefined },
): Promise<HandedOn | null> {
  const scope = await authorize(ctx, 'run.read')
  const { db, workspace } = scope
  const team = await findTeam(db.prisma, workspace.id, slug)
  const run = await db.prisma.run.findFirst({
    where: {
      teamId: team.id,
      ...(id === undefined ? { status: { not: 'queued' }, parentRun: null } : { id }),
    },
    orderBy: { createdAt: 'desc' },
    select: {
      id: true,
      title: true,
      trial: true,
      createdAt: true,
      input: true,
      state: true,
      teamId: true,
      versionId: true,
    },
  })
  if (!run && id !== undefined)
    throw new BatonError('not_found', `There is no run ${brief(id)} of this team.`)
  if (!run) return null
  const sight = await sightIn(scope)
  const { input, state, teamId, versionId, ...about } = run
  const look = sight.all ? undefined : await sight.looks({ id: undefined, teamId, versionId })
  const slots = state as Record<string, unknown>
  const seen = look ? seenState(look, slots).data : slots
  const steps = await db.prisma.step.findMany({
    where: { runId: run.id, status: 'done', kind: { notIn: ['trigger', 'end'] } },
    orderBy: [{ endedAt: 'asc' }, { attempt: 'asc' }],
    select: { node: true, port: true, result: true },
  })
  return {
    run: { ...about, ...(await sight.titled([about]))[0] },
    input: look ? seenInput(look, input as Record<string, unknown>).data : (input as Record<string, unknown>),
    steps: Object.fromEntries(
      steps.map(({ node, port, result }) => {
        const left = result as unknown as StepResult
        const { output } = look ? seenStep(look, { node, result: left }, false).result : left
        const value = output ?? seen[node]
        return [node, { port: port ?? 'out', ...(value !== undefined && { output: value }) }]
      }),
    ),
  }
}
