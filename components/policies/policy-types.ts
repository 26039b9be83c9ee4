import type { inferRouterOutputs } from '@trpc/server'
import type { policiesRouter } from '@/server/trpc/policies'

type Outputs = inferRouterOutputs<typeof policiesRouter>

export type Policies = Outputs['get']
export type ListedVersion = Policies['versions'][number]
export type FoundProblem = Policies['problems'][number]
export type DenialLine = Outputs['denials']['denials'][number]
export type AccessLine = Outputs['access']['open'][number]
