import { principalOf } from '@/domain/actor'
import { limitOf } from '@/domain/budget/limit'
import { emptyDocument, type TeamDocument } from '@/domain/team/document'
import { parseTeamDocument } from '@/domain/team/parse'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { secretBox } from '@/server/auth/secret-box'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context, type Scope } from '@/server/services/context'
import { agentEntry, storeAgent } from '../agent/put'
import { keepChange } from '../budget/keep-change'
import { addPracticeConnections } from '../connection/add-practice'
import { replaceCases } from '../trial/cases'
import { asJson } from './as-json'
import { freeName, freeSlug } from './free-slug'
import { publishOrPropose } from './publish'
import { findTemplate } from './templates'
import { tidy } from './tidy'

export interface CreateTeam {
  /** Absent with a template: the template's, numbered where a team is called that already. */
  name?: string | undefined
  /** The address; made from the name when absent. */
  slug?: string | undefined
  /** Starts from this document instead of an empty canvas; it takes the name. */
  document?: unknown
  /**
   * Starts from this template, with its test cases and its budget for a run; agents it brings, connections to practice
   * systems, and teams it calls, are made where the workspace lacks them. A practice system is invented and answers on this machine alone: adding one asks for no more
   * than drawing the team does.
   */
  template?: string | undefined
}

/**
 * A new team with nothing published.
 * @throws BatonError invalid (with JSON pointers) | not_found (the template) | conflict when the slug is taken
 */
export async function createTeam(ctx: Context, input: CreateTeam): Promise<{ id: string; slug: string }> {
  const scope = await authorize(ctx, 'team.edit')
  const template = input.template === undefined ? undefined : findTemplate(input.template)
  for (const called of template?.calls ?? []) await ensureCalled(ctx, scope, called)
  const given = template?.document ?? input.document
  const wanted = input.name ?? template?.document.name
  if (wanted === undefined)
    throw new BatonError('invalid', 'A team needs a name.', [{ pointer: '/name', message: 'is missing' }])
  const drawn = given === undefined ? emptyDocument(wanted) : parseTeamDocument(given)
  return transact(scope, async (tx, record) => {
    const name = input.name ?? (await freeName(tx, scope.workspace.id, wanted))
    const document = tidy({ ...drawn, name })
    for (const agent of template?.agents ?? []) {
      const known = await tx.agent.findUnique({
        where: { workspaceId_slug: { workspaceId: scope.workspace.id, slug: agent.slug } },
        select: { id: true },
      })
      if (!known) await record(agentEntry(await storeAgent(tx, scope, agent)))
    }
    if (template && template.systems.length > 0) {
      const added = await addPracticeConnections(tx, scope.workspace.id, secretBox, template.systems)
      for (const entry of added) await record(entry)
    }
    const slug = input.slug ?? (await freeSlug(tx, scope.workspace.id, name))
    const id = await insertTeam(tx, scope, slug, document)
    await replaceCases(tx, { id, workspaceId: scope.workspace.id }, template?.cases ?? [], scope.actor)
    if (template?.capMicros !== undefined) await record(await firstBudget(tx, scope, id, template.capMicros))
    await record({ kind: 'team.created', team: id, subject: slug, data: { slug, draft: digestOf(document) } })
    return { id, slug }
  })
}

/**
 * The budget for a run that a template's team begins with. Budgets are an admin's; this one caps a team that did not exist
 * before and takes nothing from anybody, so it asks for no more than drawing the team does. An admin changes it.
 */
async function firstBudget(tx: Tx, scope: Scope, team: string, capMicros: bigint) {
  const id = newId('bud')
  const key = { scope: 'team', subject: team, period: 'run' }
  const workspaceId = scope.workspace.id
  const set = await tx.budget.create({
    data: { id, workspaceId, ...key, capMicros, hard: true, updatedBy: scope.actor },
  })
  const reason = 'It came with the team’s template'
  return keepChange(tx, scope, set, { was: null, now: limitOf(set), reason })
}

/** A team that a template calls, published, or proposed where that is asked: one that is there stays as it is. */
async function ensureCalled(ctx: Context, { db, workspace }: Scope, key: string): Promise<void> {
  const where = { workspaceId_slug: { workspaceId: workspace.id, slug: key } }
  if (await db.prisma.team.findUnique({ where, select: { id: true } })) return
  const { name } = findTemplate(key).document
  await createTeam(ctx, { name, slug: key, template: key })
  await publishOrPropose(ctx, {
    slug: key,
    note: 'As it came with a template',
    untested: 'It is as it came.',
  })
}

/** Writes the row of a new team. @throws BatonError conflict when the slug is taken */
export async function insertTeam(
  tx: Tx,
  scope: Scope,
  slug: string,
  document: TeamDocument,
): Promise<string> {
  const workspaceId = scope.workspace.id
  const taken = await tx.team.findUnique({
    where: { workspaceId_slug: { workspaceId, slug } },
    select: { id: true },
  })
  if (taken) throw new BatonError('conflict', `There is a team “${slug}” already.`)
  const id = newId('team')
  await tx.team.create({
    data: {
      id,
      workspaceId,
      slug,
      name: document.name,
      draft: asJson(document),
      draftEditors: [principalOf(scope.actor)],
    },
  })
  return id
}
