import type { inferRouterOutputs } from '@trpc/server'
import type { stopsRouter } from '@/server/trpc/stops'

export type Stops = inferRouterOutputs<typeof stopsRouter>['list']
export type StoppedAt = Stops['stops'][number]
