import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { jsonProblem } from '@/domain/storable'
import { checkExpression } from '@/domain/expression/check'
import { pointerOf } from '@/domain/pointer'
import { slugSchema } from '@/domain/team/slug'
import { cronProblem, nextTimes } from '@/domain/trigger/schedule'
import { triggerSettingsSchema, type TriggerSettings } from '@/domain/trigger/trigger'
import { secretBox } from '@/server/auth/secret-box'
import { newToken, tokenHash } from '@/server/auth/token'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '../context'
import { findEditable } from '../team/find'
import { environmentOf, environmentsOf, lockEnvironments } from '../environment/find'
import { currentFor } from './current-for'
import { checkEntry } from './entry-contract'
import { findTrigger } from './find'
import { newWebhookKey } from '@/server/auth/webhook-key'

const MOST = 50

export const putTriggerInput = z.object({
  /** Absent for a new one. */
  id: z.string().max(60).optional(),
  team: slugSchema,
  settings: triggerSettingsSchema,
  enabled: z.boolean().default(true),
  /** Slug of the environment in which it starts runs; null: the last one. Absent: as it was. */
  environment: slugSchema.nullable().optional(),
})

/**
 * Makes or changes a trigger of a team; its kind stays. A webhook's key is returned when it is made and never again.
 * @throws BatonError not_found · conflict (archived, too many) · invalid (cron, expressions, an input that the published
 * version does not take)
 */
export async function putTrigger(
  ctx: Context,
  { id: given, team: slug, settings, enabled, environment: wanted }: z.infer<typeof putTriggerInput>,
): Promise<{ id: string; key?: string }> {
  const scope = await authorize(ctx, 'trigger.edit')
  const workspaceId = scope.workspace.id
  const now = new Date()
  refuseUnsound(settings, now)
  const known = given === undefined ? undefined : await findTrigger(scope.db.prisma, workspaceId, given)
  const environment = wanted === undefined ? (known?.environment ?? null) : wanted
  const publishedId = await currentFor(
    scope.db.prisma,
    workspaceId,
    await findEditable(scope.db.prisma, workspaceId, slug),
    environment,
  )
  if (settings.kind === 'schedule')
    await checkEntry(scope.db, publishedId, settings.config.input, '/settings/config/input')
  return transact(scope, async (tx, record) => {
    // Nobody takes the environment away meanwhile.
    await lockEnvironments(tx, workspaceId, 'share')
    if (environment !== null) environmentOf(await environmentsOf(tx, workspaceId), environment)
    const team = await findEditable(tx, workspaceId, slug)
    const before = given === undefined ? undefined : await findTrigger(tx, workspaceId, given)
    if (before && (before.kind !== settings.kind || before.teamId !== team.id))
      throw new BatonError('conflict', 'A trigger keeps its kind and its team. Make another one.')
    if (!before && (await tx.teamTrigger.count({ where: { teamId: team.id } })) >= MOST)
      throw new BatonError('conflict', `${team.name} has ${MOST} triggers already. Remove one first.`)
    const id = before?.id ?? newId('trg')
    const { kind, name, config } = settings
    const data = {
      name,
      config: config as object,
      enabled,
      environment,
      nextAt: nextOf(settings, enabled, now),
    }
    const { key, secret } = before ? { key: undefined, secret: {} } : secretOf(settings)
    if (before) await tx.teamTrigger.update({ where: { id }, data })
    else
      await tx.teamTrigger.create({
        data: { id, workspaceId, teamId: team.id, kind, createdBy: scope.actor, ...data, ...secret },
      })
    await record({
      kind: before ? 'trigger.changed' : 'trigger.added',
      team: team.id,
      subject: name,
      data: {
        trigger: id,
        kind,
        enabled,
        ...(environment === null ? {} : { environment }),
        ...(kind === 'schedule' ? { cron: settings.config.cron, timeZone: settings.config.timeZone } : {}),
      },
    })
    return { id, ...(key === undefined ? {} : { key }) }
  })
}

/** What lets a call in: a webhook's key, which is shown once, or a form's token, which stands in its address. */
function secretOf({ kind }: TriggerSettings): {
  key: string | undefined
  secret: { secretSealed?: string; tokenHash?: string }
} {
  switch (kind) {
    case 'webhook': {
      const key = newWebhookKey()
      return { key, secret: { secretSealed: secretBox().seal(key) } }
    }
    case 'form':
      return { key: undefined, secret: newLink() }
    case 'schedule':
      return { key: undefined, secret: {} }
  }
}

/** A form's token: 32 random bytes, sealed to be shown again and hashed to be found by. */
export function newLink(): { secretSealed: string; tokenHash: string } {
  const token = newToken().slice('bt_'.length)
  return { secretSealed: secretBox().seal(token), tokenHash: tokenHash(token) }
}

/** A schedule looks ahead from now: what went by while it was off is not missed. */
export const nextOf = (settings: TriggerSettings, enabled: boolean, now: Date): Date | null =>
  settings.kind === 'schedule' && enabled ? (nextTimes(settings.config, now, 1)[0] ?? null) : null

function refuseUnsound(settings: TriggerSettings, now: Date): void {
  if (settings.kind === 'schedule') {
    const wrong = cronProblem(settings.config.cron, now)
    const at = (pointer: string, message: string) =>
      new BatonError('invalid', `The schedule ${message}.`, [
        { pointer: `/settings/config${pointer}`, message },
      ])
    if (wrong) throw at('/cron', wrong)
    const unstorable = jsonProblem(settings.config.input)
    if (unstorable) throw at(`/input${unstorable.pointer}`, unstorable.message)
  }
  if (settings.kind !== 'webhook') return
  const problems = Object.entries(settings.config.mapping ?? {}).flatMap(([field, expression]) => {
    const checked = checkExpression(expression, { body: undefined })
    return checked.ok
      ? []
      : [{ pointer: `/settings/config/mapping${pointerOf([field])}`, message: checked.message }]
  })
  if (problems.length > 0) throw new BatonError('invalid', 'An expression is not sound.', problems)
}
