import { z } from 'zod'
import { BUDGET_SCOPES } from '@/domain/budget/window'
import { dearestCall, type DearestCall } from '@/domain/team/cost/dearest-call'
import { DEFAULT_OUTPUT_TOKENS } from '@/domain/team/kinds/staffed'
import { storedAgent } from '../agent/find'
import { authorize, type Context } from '../context'
import { pricedModels } from '../team/money-around'

export const dearestCallInput = z.object({
  scope: z.enum(BUDGET_SCOPES),
  /** Agent slug or team id; of the workspace it says nothing. */
  subject: z.string().max(200).default(''),
  /** Of an agent's: the id of the only team in which it counts. */
  team: z.string().max(200).default(''),
})

/**
 * What one call of the dearest model that a budget governs reserves at least, as agents stand in the drafts of teams: a limit
 * below it blocks each such call. Null where it governs none.
 */
export async function dearestGoverned(
  ctx: Context,
  { scope: kind, subject, team }: z.infer<typeof dearestCallInput>,
): Promise<DearestCall | null> {
  const scope = await authorize(ctx, 'budget.edit')
  const { prisma } = scope.db
  const workspaceId = scope.workspace.id
  const within = kind === 'team' ? subject : kind === 'agent' ? team : ''
  const [models, rows, placed] = await Promise.all([
    pricedModels(prisma, workspaceId),
    prisma.agent.findMany({ where: { workspaceId, ...(kind === 'agent' && { slug: subject }) } }),
    prisma.$queryRaw<{ agent: string; tokens: number | null }[]>`
      SELECT DISTINCT placed.agent, (node ->> 'maxOutputTokens')::float8 AS tokens
        FROM team t, jsonb_array_elements(t.draft -> 'nodes') AS node,
             unnest(ARRAY[node ->> 'agent', node ->> 'fallback']) AS placed(agent)
       WHERE t.workspace_id = ${workspaceId} AND t.archived_at IS NULL AND (${within} = '' OR t.id = ${within})`,
  ])
  const asked = rows.map(storedAgent).flatMap(({ slug, definition: agent }) => {
    const own = placed.filter((one) => one.agent === slug)
    // An agent's own budget waits for it to be placed; of a team or the workspace only those that are.
    const caps = own.length > 0 || kind !== 'agent' ? own : [{ tokens: null }]
    return caps.map(({ tokens }) => ({ agent, maxOutputTokens: tokens ?? DEFAULT_OUTPUT_TOKENS }))
  })
  return dearestCall(models, asked) ?? null
}
