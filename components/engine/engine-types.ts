import type { inferRouterOutputs } from '@trpc/server'
import type { engineRouter } from '@/server/trpc/engine'

export type Engine = inferRouterOutputs<typeof engineRouter>['get']
export type Worker = Engine['workers'][number]
export type Wait = Engine['waits'][number]
export type Chore = Engine['housekeeping'][number]
export type Minute = Engine['minutes'][number]
