import { z } from 'zod'
import { formatMoney } from '@/domain/budget/money'
import { limitOf } from '@/domain/budget/limit'
import { BUDGET_PERIODS, BUDGET_SCOPES, windowOfBudget } from '@/domain/budget/window'
import { BatonError } from '@/domain/problem'
import { isTimeZone } from '@/domain/time-zone'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context, type Scope } from '../context'
import { reasonSchema } from '../reason'
import { refuseUnknownZone } from '../time-zone'
import { keepChange } from './keep-change'
import { letGoOn } from './let-go-on'

export const putBudgetInput = z.object({
  scope: z.enum(BUDGET_SCOPES),
  /** Agent slug or team id; for the workspace it may be left out. */
  subject: z.string().max(200).default(''),
  /** Of an agent's: the id of the only team in which it counts. */
  team: z.string().max(200).default(''),
  period: z.enum(BUDGET_PERIODS),
  capMicros: z.bigint().min(0n, 'not below zero').max(1_000_000_000_000_000n),
  /** Hard: blocks before the call. Soft: counts and lets through. */
  hard: z.boolean().default(true),
  /** IANA name of the time zone by which its days and months run, where that is not the workspace's. */
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'an IANA name, as in Europe/Berlin')
    .nullable()
    .default(null),
  /** Share of the limit, in percent, at which it warns, whether it is hard or soft. */
  warnPercent: z.int().min(1).max(100).default(80),
  reason: reasonSchema,
})
export type PutBudget = z.infer<typeof putBudgetInput>

/**
 * Sets a budget of an agent, a team or the workspace; the windows that are open take the new cap at once. A hard cap
 * may lie below what is spent, whether or not its window is open yet: then nothing more goes out. Only what is reserved
 * for calls under way must fit below it, beside what is spent. Steps that wait for more room go on when there is.
 * @throws BatonError invalid when the subject is unknown, or when a hard cap leaves no room for what is reserved
 */
export async function putBudget(
  ctx: Context,
  given: z.input<typeof putBudgetInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'budget.edit')
  const input = putBudgetInput.parse(given)
  const workspaceId = scope.workspace.id
  const put = await transact(scope, async (tx, record) => {
    const subject = await subjectOf(tx, scope, input)
    const team = await teamOf(tx, scope, input)
    const { period, capMicros, hard, warnPercent } = input
    // A run has no time of day.
    const timeZone = period === 'run' ? null : input.timeZone
    if (timeZone !== null) await refuseUnknownZone(tx, timeZone)
    const key = { workspaceId, scope: input.scope, subject, team, period }
    const where = { workspaceId_scope_subject_team_period: key }
    const before = await tx.budget.findUnique({ where })
    const id = before?.id ?? newId('bud')
    const set = { capMicros, hard, timeZone, warnPercent }
    await tx.budget.upsert({
      where,
      create: { id, ...key, ...set, updatedBy: scope.actor },
      update: { ...set, updatedBy: scope.actor },
    })
    if (before) await recap(tx, scope, before.id, { period, ...set })
    const change = { was: before && limitOf(before), now: limitOf(set), reason: input.reason }
    await record(await keepChange(tx, scope, { id, ...key }, change))
    return { id }
  })
  await letGoOn(scope)
  return put
}

async function subjectOf(tx: Tx, { workspace }: Scope, { scope, subject }: PutBudget): Promise<string> {
  const workspaceId = workspace.id
  if (scope === 'workspace') return workspaceId
  const known =
    scope === 'agent'
      ? await tx.agent.findUnique({ where: { workspaceId_slug: { workspaceId, slug: subject } } })
      : await tx.team.findFirst({ where: { id: subject, workspaceId } })
  if (known) return subject
  throw new BatonError('invalid', `There is no such ${scope} in this workspace.`, [
    {
      pointer: '/subject',
      message: `unknown ${scope}`,
      expected: scope === 'agent' ? 'a slug' : 'a team’s id',
    },
  ])
}

/** The team that an agent's budget is kept to. */
async function teamOf(tx: Tx, { workspace }: Scope, { scope, team }: PutBudget): Promise<string> {
  if (!team) return ''
  if (scope !== 'agent')
    throw new BatonError('invalid', 'Only an agent’s budget can be kept to one team.', [
      { pointer: '/team', message: 'is for agents only' },
    ])
  if (await tx.team.findFirst({ where: { id: team, workspaceId: workspace.id } })) return team
  throw new BatonError('invalid', 'There is no such team in this workspace.', [
    { pointer: '/team', message: 'unknown team', expected: 'a team’s id' },
  ])
}

interface Account {
  id: string
  spent_micros: bigint
  reserved_micros: bigint
}

/** Windows that are over keep the cap they had: what was spent under it was allowed. */
async function recap(
  tx: Tx,
  { workspace }: Scope,
  budgetId: string,
  set: Pick<PutBudget, 'period' | 'capMicros' | 'hard' | 'timeZone'>,
) {
  const { capMicros, hard } = set
  const current = windowOfBudget(set, new Date(), workspace.timeZone) ?? ''
  const accounts = await tx.$queryRaw<Account[]>`
    SELECT a.id, a.spent_micros, a.reserved_micros + a.earlier_micros AS reserved_micros FROM budget_account a
     WHERE a.budget_id = ${budgetId}
       AND (a."window" = ${current} OR a.reserved_micros + a.earlier_micros > 0
         OR EXISTS (SELECT FROM run r WHERE a."window" = 'run:' || r.id AND r.ended_at IS NULL))
     ORDER BY a.id FOR UPDATE`
  const used = accounts
    .filter(({ reserved_micros: reserved }) => reserved > 0n)
    .map(({ spent_micros: spent, reserved_micros: reserved }) => ({ spent, reserved, sum: spent + reserved }))
    .toSorted((a, b) => (a.sum < b.sum ? 1 : -1))[0]
  if (hard && used && used.sum > capMicros) {
    const says = `${formatMoney(used.spent)} is spent and ${formatMoney(used.reserved)} reserved for calls under way; until they end the cap cannot be below ${formatMoney(used.sum)}.`
    throw new BatonError('invalid', says, [
      { pointer: '/capMicros', message: says, expected: `>= ${used.sum}` },
    ])
  }
  await tx.budgetAccount.updateMany({
    where: { id: { in: accounts.map(({ id }) => id) } },
    data: { capMicros, hard },
  })
}
