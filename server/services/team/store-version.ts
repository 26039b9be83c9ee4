import type { Actor } from '@/domain/actor'
import type { Bundle } from '@/domain/team/bundle'
import type { Changed } from '@/domain/team/changed'
import { lastOf } from '@/domain/team/environment'
import type { TeamDocument } from '@/domain/team/document'
import { BatonError } from '@/domain/problem'
import { showRef, refOf } from '@/domain/contract/contract'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import type { Scope } from '@/server/services/context'
import { environmentsOf } from '../environment/find'
import { asJson } from './as-json'
import { makeCurrent } from './make-current'

/** A version about to be stored, with the team's row locked. */
interface NewVersion {
  team: { id: string }
  number: number
  digest: string
  bundle: Bundle
  document: TeamDocument
  note: string
  editors: string[]
  changed: Changed
  publishedBy: Actor
  /** The second person, where one agreed. */
  approvedBy?: Actor
}

export interface StoredVersion {
  id: string
  number: number
  digest: string
  /** Slug of the environment in which it is current now. */
  environment: string
}

/**
 * Stores a version for ever and makes it current in the first environment.
 * @throws BatonError conflict (a contract's name and version are taken by another schema)
 */
export async function storeVersion(
  tx: Tx,
  scope: Scope,
  { team, bundle, document, publishedBy, approvedBy, ...version }: NewVersion,
): Promise<StoredVersion> {
  const workspaceId = scope.workspace.id
  await registerContracts(tx, workspaceId, bundle)
  const id = newId('ver')
  await tx.teamVersion.create({
    data: {
      ...version,
      id,
      workspaceId,
      teamId: team.id,
      bundle: asJson(bundle),
      document: asJson(document),
      publishedBy,
      ...(approvedBy && { approvedBy }),
    },
  })
  const environments = await environmentsOf(tx, workspaceId)
  const [first = lastOf(environments)] = environments
  const isLast = environments.length === 1
  await makeCurrent(tx, scope, { team, version: { id }, environment: first, isLast, note: version.note })
  return { id, number: version.number, digest: version.digest, environment: first.slug }
}

/** A contract's name and version mean one schema for ever, in all teams. @throws BatonError conflict */
async function registerContracts(tx: Tx, workspaceId: string, bundle: Bundle): Promise<void> {
  const contracts = Object.values(bundle.contracts).map((contract) => ({
    ...contract,
    digest: digestOf(contract.schema),
  }))
  if (contracts.length === 0) return
  await tx.contractVersion.createMany({
    data: contracts.map(({ name, version, schema, digest }) => ({
      workspaceId,
      name,
      version,
      digest,
      schema: asJson(schema),
    })),
    skipDuplicates: true,
  })
  const registered = await tx.contractVersion.findMany({
    where: { workspaceId, OR: contracts.map(({ name, version }) => ({ name, version })) },
    select: { name: true, version: true, digest: true },
  })
  for (const contract of contracts) {
    const known = registered.find(
      ({ name, version }) => name === contract.name && version === contract.version,
    )
    if (known && known.digest !== contract.digest) {
      throw new BatonError(
        'conflict',
        `${showRef(refOf(contract))} is published already with another schema. Save yours as a new version of ${contract.name}.`,
        [{ pointer: '/contracts', message: `${showRef(refOf(contract))} stands for another schema.` }],
      )
    }
  }
}
