import { BatonError, brief } from '@/domain/problem'
import { RUN_STATUSES, type RunStatus } from '@/domain/run/history'
import { priorityOf } from '@/domain/run/priority'
import type { Actor } from '@/domain/actor'
import { KEPT, withoutValues } from '@/domain/run/run-sight'
import type { Prisma } from '@/prisma/generated/client'
import { authorize, type Context, type Scope } from '../context'
import { heldRuns } from './held-runs'
import { sightIn, type Sight } from '../sight'
import { pausesOf } from './pauses'

export interface RunFilter {
  team?: string
  /** A number; of the team that is named too. */
  version?: number
  /** Slug of the environment they were started for. */
  environment?: string
  statuses?: RunStatus[]
  /** Those that a switch holds: beside those statuses, or (false) without them; where nothing is said, by their status. */
  held?: boolean
  text?: string
  /** Trials of drafts, which otherwise stand in no list: only these. */
  trials?: boolean
  since?: Date
  /** Only runs that cost at least so many micro-dollars. */
  minMicros?: bigint
  cursor?: string
  limit?: number
}

/** Runs of the workspace, newest first, page by page. @throws BatonError not_found (the team, the cursor) */
export async function listRuns(ctx: Context, filter: RunFilter) {
  const scope = await authorize(ctx, 'run.read')
  const { prisma } = scope.db
  const workspaceId = scope.workspace.id
  const limit = filter.limit ?? 50
  const teams = await prisma.team.findMany({
    where: { workspaceId },
    select: { id: true, slug: true, name: true },
  })
  const team = filter.team ? teams.find(({ slug }) => slug === filter.team) : undefined
  if (filter.team && !team) throw new BatonError('not_found', `There is no team ${brief(filter.team)}.`)
  const cursor = filter.cursor
    ? await prisma.run.findFirst({
        where: { id: filter.cursor, workspaceId },
        select: { id: true, createdAt: true },
      })
    : undefined
  if (cursor === null)
    throw new BatonError('not_found', `There is no run ${brief(filter.cursor ?? '')} to go on from.`)
  const version =
    team && filter.version !== undefined
      ? await prisma.teamVersion.findUnique({
          where: { teamId_number: { teamId: team.id, number: filter.version } },
          select: { id: true },
        })
      : undefined
  if (version === null)
    throw new BatonError('not_found', `${team?.name ?? 'It'} has no version ${filter.version ?? ''}.`)
  const sight = await sightIn(scope)
  const held = await heldRuns(scope.db, workspaceId, { teamId: team?.id, trials: filter.trials ?? false })
  const where: Prisma.RunWhereInput = {
    workspaceId,
    trial: filter.trials ?? false,
    ...(team ? { teamId: team.id } : {}),
    ...(version ? { versionId: version.id } : {}),
    ...(filter.environment ? { environment: filter.environment } : {}),
    ...stateIs(filter, held),
    ...(filter.since ? { createdAt: { gte: filter.since } } : {}),
    ...(filter.minMicros ? { spentMicros: { gte: filter.minMicros } } : {}),
    ...(filter.text ? await named(scope, sight, filter.text) : {}),
  }
  const [runs, counts] = await Promise.all([
    prisma.run.findMany({
      // Not Prisma's cursor, which steps over a row that no longer fits the filter and so over the next one too.
      where: cursor ? { AND: [where, after(cursor)] } : where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit + 1,
      omit: { state: true, input: true },
    }),
    prisma.run.groupBy({
      by: ['status'],
      where: { workspaceId, trial: filter.trials ?? false, ...(team ? { teamId: team.id } : {}) },
      _count: true,
    }),
  ])
  const page = await sight.titled(runs.slice(0, limit))
  const whole = await sight.whole(page.flatMap(({ id, outcome }) => (saysWhy(outcome) ? [id] : [])))
  const [pauses, branches, versions] = await Promise.all([
    pausesOf(
      scope.db,
      page.filter(({ endedAt }) => endedAt === null).map(({ id }) => id),
    ),
    prisma.branch.findMany({
      where: { runId: { in: page.map(({ id }) => id) }, status: { in: ['ready', 'waiting'] } },
      select: { runId: true, node: true },
    }),
    prisma.teamVersion.findMany({
      where: { id: { in: [...new Set(page.map(({ versionId }) => versionId))] } },
      select: { id: true, number: true, document: true },
    }),
  ])
  return {
    /** Each run once: one that a switch holds is not counted under its status. */
    counts: {
      ...(Object.fromEntries(
        RUN_STATUSES.map((status) => [
          status,
          (counts.find((row) => row.status === status)?._count ?? 0) -
            held.filter((run) => run.status === status).length,
        ]),
      ) as Record<RunStatus, number>),
      held: held.length,
    },
    nextCursor: runs.length > limit ? page.at(-1)?.id : undefined,
    runs: page.map((run) => {
      const version = versions.find(({ id }) => id === run.versionId)
      const at = branches.filter(({ runId }) => runId === run.id)
      return {
        id: run.id,
        title: run.title,
        team: teams.find(({ id }) => id === run.teamId) ?? { id: run.teamId, slug: '', name: run.teamId },
        version: version?.number ?? 0,
        status: run.status as RunStatus,
        mode: run.mode,
        trial: run.trial,
        priority: priorityOf(run.priority),
        environment: run.environment,
        /** The nodes at which it stands; of one where several lanes stand, how many do: `Write the note ×3`. */
        at: counted(at.map(({ node }) => nodeName(version?.document, node))),
        /** What it waits for while nothing of it works. */
        pause: pauses.get(run.id) ?? null,
        outcome: outcomeOf(run.outcome, sight.all || whole.has(run.id)),
        startedBy: run.startedBy as unknown as Actor,
        spentMicros: run.spentMicros,
        createdAt: run.createdAt,
        updatedAt: run.updatedAt,
        endedAt: run.endedAt,
      }
    }),
  }
}

function stateIs(
  { statuses = [], held: isHeld }: RunFilter,
  held: readonly { id: string }[],
): Prisma.RunWhereInput {
  const ids = held.map(({ id }) => id)
  const among = statuses.length > 0 ? { status: { in: statuses } } : {}
  if (isHeld === undefined) return among
  if (!isHeld) return { ...among, ...(ids.length > 0 ? { id: { notIn: ids } } : {}) }
  return { AND: [{ OR: [{ id: { in: ids } }, ...(statuses.length > 0 ? [among] : [])] }] }
}

/** By the text in the title, where that is shown to the caller: else a search would tell it. */
async function named(scope: Scope, sight: Sight, text: string): Promise<Prisma.RunWhereInput> {
  const title: Prisma.RunWhereInput = { title: { contains: text, mode: 'insensitive' } }
  return { OR: [{ AND: [title, await sight.titles(title)] }, { id: text }] }
}

interface ListedOutcome {
  result: string
  reason?: string
}

const saysWhy = (outcome: unknown): boolean => (outcome as ListedOutcome | null)?.reason !== undefined

function outcomeOf(outcome: unknown, whole: boolean): ListedOutcome | null {
  return (whole ? outcome : withoutValues(outcome, KEPT.outcome)) as ListedOutcome | null
}

const after = ({ id, createdAt }: { id: string; createdAt: Date }): Prisma.RunWhereInput => ({
  OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
})

const counted = (names: readonly string[]): string[] =>
  [...new Set(names)].map((name) => {
    const times = names.filter((one) => one === name).length
    return times > 1 ? `${name} ×${times}` : name
  })

function nodeName(document: unknown, id: string): string {
  const nodes = (document as { nodes?: { id: string; name: string }[] } | null)?.nodes ?? []
  return nodes.find((node) => node.id === id)?.name ?? id
}
