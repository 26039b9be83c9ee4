import { principalOf } from '@/domain/actor'
import type { Bundle } from '@/domain/team/bundle'
import { BatonError } from '@/domain/problem'
import { showRef, refOf } from '@/domain/contract/contract'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context } from '@/server/services/context'
import { movedOn } from './apply'
import { asJson } from './as-json'
import { asProblem, compileDraft } from './compile-draft'
import { versionEditors } from './editors'
import { findEditable } from './find'

export interface PublishTeam {
  slug: string
  /** What changed and why, for those who will run it. */
  note?: string | undefined
  /** The revision that was looked at; if the draft moved on since, nothing is published. */
  revision?: number | undefined
}

export interface Published {
  id: string
  number: number
  digest: string
}

/**
 * Makes the draft the version that new runs take: compiled, self-contained, named by its digest, never changed again.
 * Runs in flight go on with theirs.
 * @throws BatonError not_found | invalid (the drawing has errors, each with a pointer) | conflict (the draft moved on;
 *   nothing changed; a contract's name and version are taken by another schema)
 */
export async function publishTeam(ctx: Context, input: PublishTeam): Promise<Published> {
  const scope = await authorize(ctx, 'team.publish')
  const workspaceId = scope.workspace.id
  return transact(scope, async (tx, record) => {
    // Two who publish at once take turns: the second finds its draft published.
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
    const earlier = await tx.teamVersion.findMany({
      where: { teamId: team.id },
      orderBy: { number: 'asc' },
      select: { id: true, number: true, digest: true, editors: true },
    })
    const last = earlier.at(-1)
    if (last?.digest === digest && last.id === team.publishedId)
      throw new BatonError('conflict', `Nothing that runs has changed since version ${last.number}.`)
    await registerContracts(tx, workspaceId, bundle)

    const version = { id: newId('ver'), number: (last?.number ?? 0) + 1, digest }
    const editors = await versionEditors(tx, { workspaceId, team, earlier, bundle })
    await tx.teamVersion.create({
      data: {
        ...version,
        workspaceId,
        teamId: team.id,
        bundle: asJson(bundle),
        document: asJson(team.document),
        note: input.note ?? '',
        editors,
        publishedBy: scope.actor,
      },
    })
    await tx.team.update({ where: { id: team.id }, data: { publishedId: version.id, draftEditors: [] } })
    await record({
      kind: 'team.published',
      team: team.id,
      version: digest,
      subject: `${team.slug} ${version.number}`,
      data: {
        slug: team.slug,
        number: version.number,
        digest,
        revision: team.revision,
        editors: [...new Set([...editors, principalOf(scope.actor)])],
      },
      ...(input.note ? { sealed: { note: input.note } } : {}),
    })
    return version
  })
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
