import type { inferRouterOutputs } from '@trpc/server'
import type { membersRouter } from '@/server/trpc/members'
import type { modelsRouter } from '@/server/trpc/models'
import type { publishingRouter } from '@/server/trpc/publishing'
import type { tokensRouter } from '@/server/trpc/tokens'

type ModelOutputs = inferRouterOutputs<typeof modelsRouter>

export type ListedProvider = ModelOutputs['list']['providers'][number]
export type ListedModel = ListedProvider['models'][number]
export type WaitsForLeave = ModelOutputs['list']['waiting'][number]
export type Guard = NonNullable<ListedModel['guard']>
export type PutProviderResult = ModelOutputs['putProvider']
export type TestedModel = ModelOutputs['test']
export type ListedEnvironment = inferRouterOutputs<typeof publishingRouter>['get']['environments'][number]
export type ListedToken = inferRouterOutputs<typeof tokensRouter>['list'][number]
export type Member = inferRouterOutputs<typeof membersRouter>['list'][number]
