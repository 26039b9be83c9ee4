import type { inferRouterOutputs } from '@trpc/server'
import type { eventsRouter } from '@/server/trpc/events'

export type ListedSource = inferRouterOutputs<typeof eventsRouter>['sources'][number]
