import { principalOf } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context, type Recorder, type Scope } from '@/server/services/context'
import { noteWith, testedData } from '../trial/tested'
import { nextVersion, type NextInput } from './next-version'
import { propose, type Proposed } from './propose'
import { asksSecondPerson } from './second-person'
import { storeVersion } from './store-version'

export interface PublishTeam extends NextInput {
  /** What changed and why, for those who will run it. */
  note?: string | undefined
}

export interface Published {
  id: string
  number: number
  digest: string
}

/**
 * Makes the draft a version: compiled, self-contained, named by its digest, never changed again; current in the first
 * environment. Runs in flight go on with theirs.
 * @throws BatonError not_found | invalid (the drawing has errors, each with a pointer) | conflict (the draft moved on;
 *   nothing changed; a contract's name and version are taken by another schema; a second person must agree first)
 */
export async function publishTeam(ctx: Context, input: PublishTeam): Promise<Published> {
  const scope = await authorize(ctx, 'team.publish')
  return transact(scope, async (tx, record) => {
    if (await asksSecondPerson(tx, scope))
      throw new BatonError('conflict', 'Here a second person agrees to a version first: propose it.')
    return publishNow(tx, scope, record, input)
  })
}

/**
 * Publishes, or proposes it where the workspace wants a second person to agree.
 * @throws BatonError as publishTeam | conflict (a version is proposed already)
 */
export async function publishOrPropose(
  ctx: Context,
  input: PublishTeam,
): Promise<{ published: Published } | { proposed: Proposed }> {
  const scope = await authorize(ctx, 'team.publish')
  return transact(scope, async (tx, record) =>
    (await asksSecondPerson(tx, scope))
      ? { proposed: await propose(tx, scope, record, input) }
      : { published: await publishNow(tx, scope, record, input) },
  )
}

async function publishNow(
  tx: Tx,
  scope: Scope,
  record: Recorder,
  { note: said = '', ...input }: PublishTeam,
): Promise<Published> {
  const { team, editors, tested, ...next } = await nextVersion(tx, scope, input)
  const note = noteWith(said, tested, input.untested)
  const version = await storeVersion(tx, scope, {
    ...next,
    ...{ team, note, editors, document: team.document, publishedBy: scope.actor },
  })
  await tx.team.update({ where: { id: team.id }, data: { draftEditors: [] } })
  await record({
    kind: 'team.published',
    team: team.id,
    version: version.digest,
    subject: `${team.slug} ${version.number}`,
    data: {
      slug: team.slug,
      number: version.number,
      digest: version.digest,
      revision: team.revision,
      environment: version.environment,
      editors: [...new Set([...editors, principalOf(scope.actor)])],
      ...testedData(tested),
    },
    ...(note ? { sealed: { note } } : {}),
  })
  return { id: version.id, number: version.number, digest: version.digest }
}
