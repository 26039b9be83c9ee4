import type { Actor } from '@/domain/actor'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { BatonError } from '@/domain/problem'
import { publicSchema } from '@/domain/trigger/public-schema'
import { presentRoles } from '@/server/auth/present-roles'
import { tokenHash } from '@/server/auth/token'
import type { Db } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'
import type { Context } from '../context'
import { judgeOf } from '../permission'
import { currentFor } from './current-for'
import { entryContract } from './entry-contract'
import { parseTrigger, type TriggerOf } from './find'
import { startTriggered, triggerKey } from './start-triggered'
import { stopOf } from '../stop/refuse-stopped'

export interface OpenForm {
  name: string
  /** The name of the workspace that asks. */
  workspace: string
  intro: string
  schema: JsonSchema
  /** Why nothing is taken at the moment, for whoever came to fill it in; null while entries are taken. */
  closed: string | null
}

const UNKNOWN = 'There is no form behind this link. Ask whoever sent it to you for a new one.'

const OFF = 'This form is switched off and takes no entries. Ask whoever sent you the link.'

const GONE =
  'What is behind this form is not in use any more, so it takes no entries. Ask whoever sent you the link.'

const UNPUBLISHED =
  'What is behind this form is not ready yet, so it takes no entries. Ask whoever sent you the link.'

/** Neither who stopped it nor why: that is for those who may see the workspace. */
const STOPPED = 'This form takes no entries at the moment. Try again later.'

const CHANGING = 'What is behind this form is being changed just now. Send it again in a moment.'

const SENT_BEFORE = 'It was sent before with other answers. Reload the page and fill it in once more.'

/**
 * What a form's page shows: who asks, its name, its words and the fields, nothing else of the workspace.
 * @throws BatonError not_found (no such link, switched off, archived, not published) · unauthenticated · forbidden (for members)
 */
export async function readForm(ctx: Context, { token }: { token: string }): Promise<OpenForm> {
  const { trigger, publishedId } = await openForm(ctx, token)
  const [contract, stop, workspace] = await Promise.all([
    entryContract(ctx.db, publishedId),
    stopOf(ctx.db, trigger.workspaceId, trigger.teamId),
    ctx.db.prisma.workspace.findUniqueOrThrow({
      where: { id: trigger.workspaceId },
      select: { name: true },
    }),
  ])
  return {
    name: trigger.name,
    workspace: workspace.name,
    intro: trigger.config.intro,
    schema: publicSchema(contract?.schema ?? true),
    closed: stop ? STOPPED : null,
  }
}

/**
 * Starts a run with what was filled in. A form for members starts it as the person's own, so that four eyes see who it was.
 * @param key makes the start one, however often it is sent
 * @throws BatonError as readForm · invalid, with pointers into the input · unavailable while the team is stopped ·
 * conflict (the key was used for other answers)
 */
export async function submitForm(
  ctx: Context,
  { token, input, key }: { token: string; input: Record<string, unknown>; key: string },
): Promise<{ reference: string }> {
  const { trigger } = await openForm(ctx, token)
  const who = trigger.config.membersOnly ? { actor: ctx.actor } : {}
  try {
    const { id } = await startTriggered(ctx.db, trigger, { input, key, ...who })
    return { reference: id }
  } catch (error) {
    // The service's own sentences name the team and its contract.
    if (!(error instanceof BatonError)) throw error
    if (error.code === 'invalid')
      throw new BatonError('invalid', 'Some of the fields need another look.', error.problems)
    if (error.code === 'unavailable') throw error
    if (error.code !== 'conflict') throw new BatonError('not_found', GONE)
    throw await whyNot(ctx, trigger, token, key)
  }
}

/** Which of the causes it was, in words for whoever filled it in. @throws BatonError as openForm, if it was closed meanwhile */
async function whyNot(
  ctx: Context,
  { id, workspaceId, teamId }: TriggerOf<'form'>,
  token: string,
  key: string,
): Promise<BatonError> {
  await openForm(ctx, token)
  if (await stopOf(ctx.db, workspaceId, teamId)) return new BatonError('unavailable', STOPPED)
  const sent = { workspaceId, keySpace: 'trigger', idempotencyKey: triggerKey('form', id, key) }
  return (await ctx.db.prisma.run.count({ where: sent })) > 0
    ? new BatonError('conflict', SENT_BEFORE)
    : new BatonError('unavailable', CHANGING)
}

async function openForm(
  { db, actor }: Context,
  token: string,
): Promise<{ trigger: TriggerOf<'form'>; publishedId: string }> {
  const row = await db.prisma.teamTrigger.findUnique({ where: { tokenHash: tokenHash(token) } })
  const trigger = row && parseTrigger(row)
  if (trigger?.kind !== 'form') throw new BatonError('not_found', UNKNOWN)
  if (trigger.config.membersOnly) {
    if (actor.kind !== 'person') throw new BatonError('unauthenticated', 'Sign in to use this form.')
    if (!(await isMember(db, trigger.workspaceId, actor.id)))
      throw new BatonError('forbidden', 'This form is for members of its workspace.')
    await refuseForbidden(db, trigger.workspaceId, actor)
  }
  if (!trigger.enabled) throw new BatonError('not_found', OFF)
  const team = await db.prisma.team.findUniqueOrThrow({
    where: { id: trigger.teamId },
    select: { id: true, publishedId: true, archivedAt: true },
  })
  if (team.archivedAt) throw new BatonError('not_found', GONE)
  const publishedId = await currentFor(db.prisma, trigger.workspaceId, team, trigger.environment)
  if (!publishedId) throw new BatonError('not_found', UNPUBLISHED)
  return { trigger, publishedId }
}

/**
 * The right to start is that of the operator who made the form, so that a member needs no role for it; what policies forbid
 * them to start they do not start by a form either.
 */
async function refuseForbidden(db: Db, workspaceId: string, actor: Actor): Promise<void> {
  const workspace = await db.prisma.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { id: true, slug: true },
  })
  const roles = await presentRoles(db, workspaceId, actor.id)
  const { forbidden, denial } = (await judgeOf({ db, actor, roles }, workspace))('run.start')
  if (!forbidden) return
  const data = { permission: 'run.start', roles: [...roles], denial }
  await appendEntries(db.prisma, workspaceId, [{ kind: 'access.refused', actor, data }])
  throw new BatonError('forbidden', 'A policy of this workspace forbids you to use this form.')
}

async function isMember(db: Db, workspaceId: string, userId: string): Promise<boolean> {
  return (await db.prisma.membership.count({ where: { workspaceId, userId, disabledAt: null } })) > 0
}
