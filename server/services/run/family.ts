import type { Fork } from '@/domain/run/fork'
import { isRecord } from '@/domain/contract/json-schema'
import type { RunStatus } from '@/domain/run/history'
import type { Db } from '@/server/db/client'

type Prisma = Db['prisma']

/** One opening of one split of a run, with how each of its lanes came to its end. */
export interface RunFork {
  /** domain/run/fork.ts: `split#0` */
  fork: string
  opener: string
  iteration: number
  join: string
  /** The lanes that it was opened in. */
  path: string
  state: Fork
  /** When its join goes on with what there is. */
  dueAt: Date | null
}

/** A run that a step of this one called, or the one that called this one. */
export interface RelatedRun {
  id: string
  title: string
  status: RunStatus
  team: string
  /** Where in the calling run. */
  node: string
  iteration: number
}

/** Every opening of a split, oldest first. */
export async function forksOf(prisma: Prisma, runId: string): Promise<RunFork[]> {
  const forks = await prisma.fork.findMany({ where: { runId }, orderBy: { createdAt: 'asc' } })
  return forks.map(({ fork, opener, iteration, joinNode, path, state, dueAt }) => ({
    fork,
    opener,
    iteration,
    join: joinNode,
    path,
    state: state as unknown as Fork,
    dueAt,
  }))
}

/** The run that called a run, and those that it called. */
export async function familyOf(
  prisma: Prisma,
  run: { id: string; workspaceId: string; parentRun: string | null; parent: unknown },
): Promise<{ parent: RelatedRun | null; called: RelatedRun[] }> {
  const { workspaceId } = run
  const related = await prisma.run.findMany({
    where: { workspaceId, OR: [{ id: run.parentRun ?? '' }, { parentRun: run.id }] },
    orderBy: { createdAt: 'asc' },
    select: { id: true, title: true, status: true, teamId: true, parent: true },
  })
  if (related.length === 0) return { parent: null, called: [] }
  const teams = await prisma.team.findMany({
    where: { id: { in: related.map(({ teamId }) => teamId) } },
    select: { id: true, name: true },
  })
  const seen = related.map(({ id, title, status, teamId, parent }): RelatedRun => ({
    id,
    title,
    status: status as RunStatus,
    team: teams.find((team) => team.id === teamId)?.name ?? '',
    ...placeIn(id === run.parentRun ? run.parent : parent),
  }))
  return {
    parent: seen.find(({ id }) => id === run.parentRun) ?? null,
    called: seen.filter(({ id }) => id !== run.parentRun),
  }
}

const placeIn = (parent: unknown): Pick<RelatedRun, 'node' | 'iteration'> => {
  const { node, iteration } = isRecord(parent) ? parent : {}
  return { node: typeof node === 'string' ? node : '', iteration: Number(iteration ?? 0) }
}
