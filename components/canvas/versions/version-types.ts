import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>

export type ListedVersion = Outputs['teams']['versions'][number]
export type ListedProposal = Outputs['publishing']['proposals'][number]
