import { costGuardSchema, DEFAULT_GUARD, type CostGuard } from '@/domain/budget/usual'
import { authorize, type Context } from '../context'

/** When a team's runs are stopped for costing more than usual. */
export interface TeamGuard {
  team: string
  name: string
  guard: CostGuard
  /** It was set for this team; else it is as by default. */
  isOwn: boolean
}

/** The cost guard of every team that is not archived, by name. */
export async function listGuards(ctx: Context): Promise<TeamGuard[]> {
  const { db, workspace } = await authorize(ctx, 'cost.read')
  const teams = await db.prisma.team.findMany({
    where: { workspaceId: workspace.id, archivedAt: null },
    orderBy: { name: 'asc' },
    select: { slug: true, name: true, costGuard: true },
  })
  return teams.map(({ slug, name, costGuard }) => {
    const own = costGuardSchema.safeParse(costGuard)
    return { team: slug, name, guard: own.success ? own.data : DEFAULT_GUARD, isOwn: own.success }
  })
}
