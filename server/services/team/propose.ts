import { principalOf } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import type { Recorder, Scope } from '@/server/services/context'
import { asJson } from './as-json'
import { noteWith, testedData } from '../trial/tested'
import { nextVersion, type NextInput } from './next-version'

export interface Proposed {
  id: string
  /** The number it gets if nothing is published before it is approved. */
  number: number
  digest: string
}

/**
 * Puts the draft as it stands before a second person: whole, so that nothing that is drawn later changes what they agree
 * to. One at a time for each team.
 * @throws BatonError as nextVersion | conflict (a version is proposed already)
 */
export async function propose(
  tx: Tx,
  scope: Scope,
  record: Recorder,
  { note: said = '', ...input }: NextInput & { note?: string | undefined },
): Promise<Proposed> {
  const { team, bundle, digest, number, editors, changed, tested } = await nextVersion(tx, scope, input)
  const note = noteWith(said, tested, input.untested)
  const open = await tx.publishProposal.findFirst({ where: { teamId: team.id, status: 'open' } })
  if (open)
    throw new BatonError(
      'conflict',
      'A version of this team waits for a second person already. It is decided or withdrawn first.',
    )
  const id = newId('prp')
  await tx.publishProposal.create({
    data: {
      ...{ id, workspaceId: scope.workspace.id, teamId: team.id, revision: team.revision, digest, note },
      ...{ bundle: asJson(bundle), document: asJson(team.document), changed: asJson(changed) },
      ...{ editors: [...new Set([...editors, principalOf(scope.actor)])], proposedBy: scope.actor },
    },
  })
  await record({
    kind: 'team.publish_proposed',
    team: team.id,
    version: digest,
    subject: `${team.slug} ${number}`,
    data: {
      slug: team.slug,
      proposal: id,
      number,
      digest,
      revision: team.revision,
      editors,
      ...testedData(tested),
    },
    ...(note ? { sealed: { note } } : {}),
  })
  return { id, number, digest }
}
