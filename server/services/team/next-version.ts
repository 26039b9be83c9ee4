import type { Bundle } from '@/domain/team/bundle'
import { changedBy, type Changed } from '@/domain/team/changed'
import { changesBetween } from '@/domain/team/changes'
import { teamDocumentSchema } from '@/domain/team/document'
import { nothingBefore, sideOfVersion } from '@/domain/team/side'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { digestOf } from '@/server/record/digest'
import type { Scope } from '@/server/services/context'
import { refuseUntested, testedAs, type Tested } from '../trial/tested'
import { currentInFirst } from '../environment/current'
import { lockEnvironments } from '../environment/find'
import { movedOn } from './apply'
import { asProblem, compileDraft } from './compile-draft'
import { versionEditors } from './editors'
import { findEditable, type StoredTeam } from './find'
import { tidy } from './tidy'

export interface NextInput {
  slug: string
  /** The revision that was looked at; if the draft moved on since, nothing is published. */
  revision?: number | undefined
  /** Why it is published although test cases failed or were not run on it; goes on the record and into the note. */
  untested?: string | undefined
}

/** What a publish or a proposal of one is made of: the draft as it stands, proved sound. */
export interface NextVersion {
  team: StoredTeam
  bundle: Bundle
  digest: string
  /** The number it gets when it is published now. */
  number: number
  editors: string[]
  changed: Changed
  /** Its test cases, as they went on just this draft. */
  tested: Tested
}

/**
 * The draft as the version it would become, with the team's row locked: two who publish at once take turns, and the
 * second finds its draft published.
 * @throws BatonError not_found | invalid (the drawing has errors, each with a pointer) | conflict (the draft moved on;
 * nothing that runs has changed; the team is archived; its test cases did not all pass and nobody says why that is left)
 */
export async function nextVersion(tx: Tx, scope: Scope, input: NextInput): Promise<NextVersion> {
  const workspaceId = scope.workspace.id
  await lockEnvironments(tx, workspaceId, 'share')
  await tx.$queryRaw`SELECT 1 FROM team WHERE workspace_id = ${workspaceId} AND slug = ${input.slug} FOR UPDATE`
  const team = await findEditable(tx, workspaceId, input.slug)
  if (input.revision !== undefined && input.revision !== team.revision)
    throw movedOn(input.revision, team.revision)
  const { bundle, problems } = await compileDraft(tx, workspaceId, team)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (!bundle || errors.length > 0) {
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
    throw new BatonError(
      'invalid',
      `“${team.name}” cannot be published: it has ${count}.`,
      errors.map((problem) => asProblem(team.document, problem)),
    )
  }
  const digest = digestOf(bundle)
  const earlier = await earlierVersions(tx, team.id)
  const last = earlier.at(-1)
  if (last?.digest === digest && last.id === (await currentInFirst(tx, workspaceId, team.id))?.versionId)
    throw new BatonError('conflict', `Nothing that runs has changed since version ${last.number}.`)
  const tested = await testedAs(tx, team.id, digest)
  refuseUntested(team.name, tested, input.untested)
  return {
    tested,
    team,
    bundle,
    digest,
    number: (last?.number ?? 0) + 1,
    editors: await versionEditors(tx, { workspaceId, team, earlier, bundle }),
    changed: await changedSince(tx, last?.id, team, bundle),
  }
}

export const earlierVersions = (tx: Tx, teamId: string) =>
  tx.teamVersion.findMany({
    where: { teamId },
    orderBy: { number: 'asc' },
    select: { id: true, number: true, digest: true, editors: true },
  })

async function changedSince(
  tx: Tx,
  lastId: string | undefined,
  { document }: StoredTeam,
  bundle: Bundle,
): Promise<Changed> {
  const last =
    lastId === undefined ? undefined : await tx.teamVersion.findUniqueOrThrow({ where: { id: lastId } })
  const drawn = teamDocumentSchema.safeParse(last?.document)
  const before =
    last && drawn.success
      ? sideOfVersion(tidy(drawn.data), last.bundle as unknown as Bundle)
      : nothingBefore(document)
  return changedBy(changesBetween(before, sideOfVersion(document, bundle)), last === undefined)
}
