import { randomBytes } from 'node:crypto'
import type { TriggerSettings } from '@/domain/trigger/trigger'
import { putAgent } from '../../agent/put'
import type { Context } from '../../context'
import { createTeam } from '../../team/create'
import { publishTeam } from '../../team/publish'
import { agent, drawn } from '../../testing/desk'
import { putTrigger } from '../put'

process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
process.env['LOG_LEVEL'] ??= 'silent'
process.env['DATABASE_URL'] ??= 'postgres://nobody@localhost/none'

/** A team in the workspace at hand; it starts with {text}, at most a hundred characters. */
export async function newTeam(ctx: Context, { published = true } = {}): Promise<string> {
  await putAgent(ctx, { agent })
  const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
  if (published) await publishTeam(ctx, { slug })
  return slug
}

export const webhook = (mapping?: Record<string, string>): TriggerSettings => ({
  kind: 'webhook',
  name: 'From the help desk',
  config: { ...(mapping && { mapping }), priority: 'normal' },
})

export const schedule = (
  missed: 'skip' | 'one' | 'all' = 'one',
  cron = '0 * * * *',
): TriggerSettings & { kind: 'schedule' } => ({
  kind: 'schedule',
  name: 'Hourly',
  config: { cron, timeZone: 'UTC', input: { text: 'on time' }, missed, priority: 'normal' },
})

export const form = (membersOnly = false): TriggerSettings => ({
  kind: 'form',
  name: 'Ask us',
  config: { intro: 'What is it about?', membersOnly, priority: 'normal' },
})

/** A trigger of the team as its operator would make it, with its row. */
export async function newTrigger(ctx: Context, team: string, settings: TriggerSettings) {
  const { id, key = '' } = await putTrigger(ctx, { team, settings, enabled: true })
  return { id, key, row: await ctx.db.prisma.teamTrigger.findUniqueOrThrow({ where: { id } }) }
}
