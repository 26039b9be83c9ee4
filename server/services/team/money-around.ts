import { z } from 'zod'
import { BUDGET_PERIODS, BUDGET_SCOPES } from '@/domain/budget/window'
import { modelTierSchema } from '@/domain/team/agent'
import type { PricedModel, SetBudget } from '@/domain/team/cost/priced'
import type { Tx } from '@/server/db/client'

/** The models of a workspace that may be asked, with what they charge. */
export async function pricedModels(tx: Tx, workspaceId: string): Promise<PricedModel[]> {
  const [models, providers] = await Promise.all([
    tx.model.findMany({
      where: { workspaceId, enabled: true },
      orderBy: [{ position: 'asc' }, { name: 'asc' }, { id: 'asc' }],
    }),
    tx.provider.findMany({ where: { workspaceId }, select: { id: true, kind: true } }),
  ])
  return models.flatMap(({ name, tier, providerId, inMicrosPerMTok, outMicrosPerMTok }) => {
    const provider = providers.find(({ id }) => id === providerId)
    if (!provider || inMicrosPerMTok === null || outMicrosPerMTok === null) return []
    return [
      {
        name,
        tier: modelTierSchema.parse(tier),
        sandbox: provider.kind === 'sandbox',
        inMicrosPerMTok: inMicrosPerMTok.toString(),
        outMicrosPerMTok: outMicrosPerMTok.toString(),
      },
    ]
  })
}

const scopeSchema = z.enum(BUDGET_SCOPES)
const periodSchema = z.enum(BUDGET_PERIODS)

/** The budgets of a workspace, with teams by their slugs as a drawing knows them. */
export async function setBudgets(tx: Tx, workspaceId: string): Promise<SetBudget[]> {
  const budgets = await tx.budget.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } })
  const ofTeams = budgets.flatMap(({ scope, subject, team }) =>
    scope === 'team' ? [subject] : team ? [team] : [],
  )
  const teams = await tx.team.findMany({
    where: { workspaceId, id: { in: ofTeams } },
    select: { id: true, slug: true },
  })
  const slugs = new Map(teams.map(({ id, slug }) => [id, slug]))
  return budgets.flatMap(({ scope, subject, team, period, capMicros, hard }) => {
    const known = scope === 'team' ? slugs.get(subject) : scope === 'agent' ? subject : ''
    const within = team ? slugs.get(team) : undefined
    if (known === undefined || (team && within === undefined)) return []
    return [
      {
        scope: scopeSchema.parse(scope),
        subject: known,
        ...(within !== undefined && { team: within }),
        period: periodSchema.parse(period),
        capMicros: capMicros.toString(),
        hard,
      },
    ]
  })
}
