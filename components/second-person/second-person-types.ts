import type { inferRouterOutputs } from '@trpc/server'
import type { secondPersonRouter } from '@/server/trpc/second-person'

export type SecondPerson = inferRouterOutputs<typeof secondPersonRouter>['publishing']['get']
export type OffRequest = NonNullable<SecondPerson['off']>
