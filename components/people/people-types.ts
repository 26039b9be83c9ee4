import type { inferRouterOutputs } from '@trpc/server'
import type { accessRouter } from '@/server/trpc/access'
import type { groupsRouter } from '@/server/trpc/groups'
import type { reviewRulesRouter } from '@/server/trpc/review-rules'
import type { sessionsRouter } from '@/server/trpc/sessions'

export type ListedGroup = inferRouterOutputs<typeof groupsRouter>['list']['groups'][number]
export type ListedRule = inferRouterOutputs<typeof reviewRulesRouter>['list'][number]
export type TakenAccess = inferRouterOutputs<typeof accessRouter>['list'][number]
export type OwnSession = inferRouterOutputs<typeof sessionsRouter>['list'][number]
