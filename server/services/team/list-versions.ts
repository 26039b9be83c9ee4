import { actorSchema, principalOf, type Actor } from '@/domain/actor'
import { changedSchema, type Changed } from '@/domain/team/changed'
import { RUN_STATUSES, type RunStatus } from '@/domain/run/history'
import type { Tx } from '@/server/db/client'
import { authorize, type Context } from '@/server/services/context'
import { currentOf } from '../environment/current'
import { handsIn } from './agree-to-version'
import { findTeam } from './find'

export interface ListedVersion {
  id: string
  number: number
  digest: string
  note: string
  publishedBy: Actor
  publishedAt: Date
  /** The second person, where one agreed. */
  approvedBy: Actor | null
  /** Whether the caller may be its second person: nobody was, they have the permission and no hand in it. */
  mayAgree: boolean
  /** The one that new runs take unless told otherwise. */
  current: boolean
  /** Slugs of the environments in which it is current. */
  environments: string[]
  /** Null for versions published before this was kept. */
  changed: Changed | null
  /** Its runs by how they stand; those that have none left out. */
  runs: Partial<Record<RunStatus, number>>
}

export interface ListVersions {
  slug: string
  /** In its note, or a number. */
  text?: string | undefined
  /** Only versions before this number: the page after. */
  before?: number | undefined
  /** At most and without it a thousand. */
  limit?: number | undefined
}

const MOST = 1000

/** A team's published versions, newest first. @throws BatonError not_found */
export async function listVersions(ctx: Context, input: ListVersions): Promise<ListedVersion[]> {
  const { db, workspace, actor, may } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const text = input.text?.trim() ?? ''
  const number = /^v?(\d{1,9})$/i.exec(text)?.[1]
  const rows = await db.prisma.teamVersion.findMany({
    where: {
      teamId: team.id,
      ...(input.before === undefined ? {} : { number: { lt: input.before } }),
      ...(text === ''
        ? {}
        : {
            OR: [
              { note: { contains: text, mode: 'insensitive' } },
              ...(number === undefined ? [] : [{ number: Number(number) }]),
            ],
          }),
    },
    orderBy: { number: 'desc' },
    omit: { bundle: true, document: true },
    take: Math.min(input.limit ?? MOST, MOST),
  })
  const [current, runs] = await Promise.all([
    currentOf(db.prisma, team.id),
    runsOf(
      db.prisma,
      rows.map(({ id }) => id),
    ),
  ])
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    digest: row.digest,
    note: row.note,
    publishedBy: actorSchema.parse(row.publishedBy),
    publishedAt: row.publishedAt,
    approvedBy: actorSchema.safeParse(row.approvedBy).data ?? null,
    mayAgree: row.approvedBy === null && may('team.approve') && !handsIn(row).includes(principalOf(actor)),
    current: row.id === team.publishedId,
    environments: current.filter(({ versionId }) => versionId === row.id).map((each) => each.environment),
    changed: changedSchema.safeParse(row.changed).data ?? null,
    runs: runs.get(row.id) ?? {},
  }))
}

/** How many runs of each version stand how. */
async function runsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, ListedVersion['runs']>> {
  const counts = await tx.run.groupBy({
    by: ['versionId', 'status'],
    where: { versionId: { in: [...ids] } },
    _count: true,
  })
  const runs = new Map<string, ListedVersion['runs']>()
  for (const { versionId, status, _count } of counts) {
    const known = RUN_STATUSES.find((each) => each === status)
    if (known) runs.set(versionId, { ...runs.get(versionId), [known]: _count })
  }
  return runs
}
