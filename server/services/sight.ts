import { principalOf } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import { CATEGORIES } from '@/domain/policy/classification'
import { clearedForAll, seenSlots, type KnownSlot, type Seen } from '@/domain/policy/seen-data'
import { seesOf } from '@/domain/policy/sees-of'
import type { Looker } from '@/domain/policy/sight'
import { seenInput, seenPatches, seesTitle, untitled, type RunLooker } from '@/domain/run/run-sight'
import type { StatePatch } from '@/domain/state/patch'
import type { Bundle } from '@/domain/team/bundle'
import { errandOf } from '@/domain/team/document'
import type { Prisma } from '@/prisma/generated/client'
import type { Scope } from './context'
import { holdingPolicies } from './permission'
import { versionsOf } from './run/start'
import { revealedTo } from './reveal/revealed'
import { standingOf, type Standing } from './standing'

/** What a run is of; its id where it is a run, and no draft that is tried. */
interface OfVersion {
  id: string | undefined
  teamId: string
  versionId: string
}

/** What a caller may see of the values of runs. */
export interface Sight {
  /** Nothing is hidden from them, so that nothing need be cut. */
  all: boolean
  looks: (run: OfVersion) => Promise<RunLooker>
  /** At what is no run of a version: a draft, as it would run. */
  looksAt: (bundle: Bundle, team: string) => RunLooker
  /** What came from outside for no run, by what is known of it. */
  ofAnswer: (data: Record<string, unknown>, slotOf: (slot: string) => KnownSlot | undefined) => Seen
  /** Runs with their titles, or what stands in for those that are not shown. */
  titled: <T extends { id: string; title: string }>(runs: readonly T[]) => Promise<T[]>
  /** Of runs that are found by their title: those whose titles are shown, as a condition. */
  titles: (found: Prisma.RunWhereInput) => Promise<Prisma.RunWhereInput>
  /** Of these runs, those of which they see all that they began with and held: only there are words shown, too. */
  whole: (ids: readonly string[]) => Promise<ReadonlySet<string>>
}

const AT_ONCE = 50
const CLEARED_FOR_ALL: Pick<Looker, 'clearance' | 'categories'> = {
  clearance: 'restricted',
  categories: [...CATEGORIES],
}

/**
 * What this caller may see of the values of runs, by their clearance and the policies that hold now. Every service that hands
 * some out asks here (every-value.test.ts).
 */
export async function sightIn(scope: Scope, known?: Standing): Promise<Sight> {
  const { db, workspace, actor, roles } = scope
  const [{ clearance, categories, groups }, governing, revealed] = await Promise.all([
    known ?? standingOf(db, workspace.id, actor),
    holdingPolicies(db).of(workspace.id),
    revealedTo(scope),
  ])
  const looker: Looker = {
    ...{ slug: '', name: 'whoever reads it', owner: '', tier: 'small', autonomy: 0 },
    ...{ clearance, categories },
    person: { id: principalOf(actor), roles, groups: groups.map(({ name }) => name) },
  }
  const all = actor.kind === 'system' || (!governing && clearedForAll(looker))
  const made = new Map<string, Promise<RunLooker>>()
  const looksAt = (bundle: Bundle, team?: string): RunLooker => ({
    ...{ bundle, looker },
    sees: seesOf(governing?.policies, errandOf(bundle, team)),
  })
  const make = async ({ teamId, versionId }: OfVersion): Promise<RunLooker> => {
    const [team, { bundle }] = await Promise.all([
      db.prisma.team.findUnique({ where: { id: teamId }, select: { slug: true } }),
      versionsOf(db).get(versionId),
    ])
    return looksAt(bundle, team?.slug)
  }
  const looks = async (run: OfVersion): Promise<RunLooker> => {
    const look = made.get(run.versionId) ?? make(run)
    made.set(run.versionId, look)
    return run.id !== undefined && revealed.has(run.id)
      ? { ...(await look), looker: { ...looker, ...CLEARED_FOR_ALL } }
      : look
  }
  return {
    all,
    looks,
    looksAt,
    ofAnswer: (data, slotOf) =>
      all ? { data, hidden: [] } : seenSlots(data, slotOf, looker, seesOf(governing?.policies, errandOf({}))),
    titled: async (runs) => {
      if (all || runs.length === 0) return [...runs]
      const rows = await db.prisma.run.findMany({
        where: { id: { in: runs.map(({ id }) => id) }, workspaceId: workspace.id },
        select: { id: true, teamId: true, versionId: true },
      })
      const seen = new Set<string>()
      for (const row of rows) if (seesTitle(await looks(row))) seen.add(row.id)
      return runs.map((run) => (seen.has(run.id) ? run : { ...run, title: untitled(run.id) }))
    },
    titles: async (found) => {
      if (all) return {}
      const versions = await db.prisma.run.findMany({
        where: { AND: [{ workspaceId: workspace.id }, found] },
        distinct: ['versionId'],
        select: { teamId: true, versionId: true },
      })
      const untold: string[] = []
      for (const version of versions)
        if (!seesTitle(await looks({ id: undefined, ...version }))) untold.push(version.versionId)
      return { versionId: { notIn: untold } }
    },
    whole: async (ids) => {
      if (all) return new Set(ids)
      const seen = new Set<string>()
      const distinct = [...new Set(ids)]
      for (let i = 0; i < distinct.length; i += AT_ONCE)
        for (const id of await wholeOf(scope, looks, distinct.slice(i, i + AT_ONCE))) seen.add(id)
      return seen
    },
  }
}

/** @throws BatonError forbidden unless they see all of the run: what is asked for may quote any of it */
export async function refuseUnseenRun(scope: Scope, run: string): Promise<void> {
  const sight = await sightIn(scope)
  if (!(await sight.whole([run])).has(run)) throw new BatonError('forbidden', UNSEEN_RUN)
}

export const UNSEEN_RUN =
  'This may quote parts of the run that are not shown to you: your clearance does not reach so far.'

async function wholeOf({ db, workspace }: Scope, looks: Sight['looks'], ids: string[]): Promise<string[]> {
  const [runs, versions] = await Promise.all([
    db.prisma.run.findMany({
      where: { id: { in: ids }, workspaceId: workspace.id },
      select: { id: true, teamId: true, versionId: true, input: true },
    }),
    db.prisma.stateVersion.findMany({
      where: { runId: { in: ids } },
      orderBy: { version: 'asc' },
      select: { runId: true, patch: true },
    }),
  ])
  const seen: string[] = []
  for (const { id, input, ...of } of runs) {
    const look = await looks({ id, ...of })
    const patches = versions.flatMap(({ runId, patch }) =>
      runId === id ? [patch as unknown as StatePatch] : [],
    )
    const hidden = [
      ...seenInput(look, input as Record<string, unknown>).hidden,
      ...seenPatches(look, patches).hidden,
    ]
    if (hidden.length === 0) seen.push(id)
  }
  return seen
}
