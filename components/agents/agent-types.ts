import type { inferRouterOutputs } from '@trpc/server'
import type { agentsRouter } from '@/server/trpc/agents'
import type { teamsRouter } from '@/server/trpc/teams'

export type ListedAgent = inferRouterOutputs<typeof agentsRouter>['list'][number]
export type ListedTeam = inferRouterOutputs<typeof teamsRouter>['list'][number]
