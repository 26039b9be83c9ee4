import type { inferRouterOutputs } from '@trpc/server'
import type { overviewRouter } from '@/server/trpc/overview'
import type { sessionRouter } from '@/server/trpc/session'

export type Session = inferRouterOutputs<typeof sessionRouter>['get']
/** What the palette finds. */
export type Found = inferRouterOutputs<typeof overviewRouter>['search'][number]
