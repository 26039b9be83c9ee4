import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>
export type ListedTeam = Outputs['teams']['list'][number]
export type ListedTemplate = Outputs['teams']['templates'][number]
