import type { JsonSchema } from '@/domain/contract/json-schema'
import { BatonError } from '@/domain/problem'
import { publicSchema } from '@/domain/trigger/public-schema'
import { tokenHash } from '@/server/auth/token'
import type { Db } from '@/server/db/client'
import type { Context } from '../context'
import { entryContract } from './entry-contract'
import { parseTrigger, type TriggerOf } from './find'
import { startTriggered } from './start-triggered'

export interface OpenForm {
  name: string
  intro: string
  schema: JsonSchema
}

const CLOSED = 'This form is not open. Ask whoever sent you the link for a new one.'

const NOT_NOW =
  'It was sent before with other answers, or what is behind the form stands still. Reload the page and try again.'

/**
 * What a form's page shows: its name, its words and the fields, nothing else of the workspace.
 * @throws BatonError not_found (no such link, switched off, nothing published) · unauthenticated · forbidden (for members)
 */
export async function readForm(ctx: Context, { token }: { token: string }): Promise<OpenForm> {
  const { trigger, publishedId } = await openForm(ctx, token)
  const contract = await entryContract(ctx.db, publishedId)
  return { name: trigger.name, intro: trigger.config.intro, schema: publicSchema(contract?.schema ?? true) }
}

/**
 * Starts a run with what was filled in. A form for members starts it as the person's own, so that four eyes see who it was.
 * @param key makes the start one, however often it is sent
 * @throws BatonError as readForm · invalid, with pointers into the input
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
    if (error.code === 'conflict') throw new BatonError('conflict', NOT_NOW)
    if (error.code === 'unavailable') throw error
    throw new BatonError('not_found', CLOSED)
  }
}

async function openForm(
  { db, actor }: Context,
  token: string,
): Promise<{ trigger: TriggerOf<'form'>; publishedId: string }> {
  const row = await db.prisma.teamTrigger.findUnique({ where: { tokenHash: tokenHash(token) } })
  const trigger = row && parseTrigger(row)
  if (trigger?.kind !== 'form' || !trigger.enabled) throw new BatonError('not_found', CLOSED)
  if (trigger.config.membersOnly) {
    if (actor.kind !== 'person') throw new BatonError('unauthenticated', 'Sign in to use this form.')
    if (!(await isMember(db, trigger.workspaceId, actor.id)))
      throw new BatonError('forbidden', 'This form is for members of its workspace.')
  }
  const team = await db.prisma.team.findUniqueOrThrow({
    where: { id: trigger.teamId },
    select: { publishedId: true, archivedAt: true },
  })
  if (!team.publishedId || team.archivedAt) throw new BatonError('not_found', CLOSED)
  return { trigger, publishedId: team.publishedId }
}

async function isMember(db: Db, workspaceId: string, userId: string): Promise<boolean> {
  return (await db.prisma.membership.count({ where: { workspaceId, userId, disabledAt: null } })) > 0
}
