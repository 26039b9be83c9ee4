import { BatonError, brief, type Problem } from '@/domain/problem'
import { REDACTED } from '@/domain/policy/mask'
import { named, type RestartVersion, type VersionName } from '@/domain/run/restart'
import type { EffectRequest } from '@/domain/run/step'
import { openerOf, placesIn } from '@/domain/run/fork'
import { problemsUnder, type StoppedRun } from '@/server/engine/stopped-run'
import type { LoadedVersion } from '@/server/engine/versions'
import { authorize, type Context } from '../context'
import { sightIn } from '../sight'
import { currentVersion, NOT_GIVEN_UP, stoppedRun } from './go-on'
import { inputProblems, unfit } from './start-again'
import { versionsOf } from './start'

/** Why something is refused, in sentences; empty when it is open. */
type Refusals = string[]

export interface RestartOptions {
  same: VersionName
  /** The version that is published now; null for a team without one. */
  current: VersionName | null
  start: Record<RestartVersion, Refusals>
  step: Record<RestartVersion, Refusals>
  person: Record<RestartVersion, Refusals>
  /** Where it would go on; empty where nothing stopped half-way. */
  places: { name: string; item?: number }[]
  /** What was written outside before, and stays: a run that goes on does not send it again. */
  sent: { name: string; summary: string; status: string }[]
}

/** What can be done with a run that is over, with which version, and what each would and would not repeat. */
export async function restartOptions(ctx: Context, { id }: { id: string }): Promise<RestartOptions> {
  const scope = await authorize(ctx, 'run.start')
  const { prisma } = scope.db
  const run = await prisma.run.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  const [team, same, current, effects] = await Promise.all([
    prisma.team.findUniqueOrThrow({ where: { id: run.teamId }, select: { name: true, archivedAt: true } }),
    versionsOf(scope.db).get(run.versionId),
    currentVersion(scope, run.id),
    prisma.effect.findMany({
      where: { runId: id, status: { in: ['intended', 'unknown', 'done'] } },
      orderBy: { intendedAt: 'asc' },
      select: { node: true, status: true, request: true },
    }),
  ])
  const unpublished = [`${team.name} is not published any more.`]
  const whole = (await (await sightIn(scope)).whole([id])).has(id)
  const stopped = await orRefused(stoppedRun(scope, id))
  const each = (why: (version: LoadedVersion) => Refusals): Record<RestartVersion, Refusals> => ({
    same: why(same),
    current: current ? why(current) : unpublished,
  })
  const goesOn = (version: LoadedVersion) =>
    Array.isArray(stopped) ? stopped : problemsUnder(stopped, version)
  return {
    same: named(same),
    current: current ? named(current) : null,
    start: each((version) =>
      team.archivedAt
        ? [`${team.name} is archived: no run of it starts.`]
        : said(unfit(version), inputProblems(version, run.input)),
    ),
    step: each(goesOn),
    person: each((version) =>
      Array.isArray(stopped) ? stopped : stopped.givenUp ? goesOn(version) : [NOT_GIVEN_UP],
    ),
    places: Array.isArray(stopped) ? [] : placesOf(stopped),
    sent: effects.map(({ node, status, request }) => ({
      ...{ name: same.bundle.nodes[node]?.name ?? node, status },
      summary: whole ? (request as unknown as EffectRequest).summary : REDACTED,
    })),
  }
}

const said = (sentence: string, problems: readonly Problem[]): Refusals =>
  problems.length
    ? [sentence, ...problems.slice(0, 5).map(({ pointer, message }) => `${pointer} ${message}`)]
    : []

/** What a service would refuse, said instead of thrown. */
async function orRefused<T>(work: Promise<T>): Promise<T | Refusals> {
  try {
    return await work
  } catch (error) {
    if (error instanceof BatonError && error.code === 'conflict') return [error.message]
    throw error
  }
}

/** The one that was given up first, then those that stopped with it. */
function placesOf({ branches, givenUp, version }: StoppedRun): RestartOptions['places'] {
  const ordered = givenUp ? [givenUp, ...branches.filter((at) => at !== givenUp)] : branches
  return ordered.map(({ node, path }) => {
    const lane = placesIn(path).findLast(({ fork }) => version.bundle.nodes[openerOf(fork)]?.kind === 'map')
    return { name: version.bundle.nodes[node]?.name ?? node, ...(lane && { item: lane.lane + 1 }) }
  })
}
