import type { inferRouterOutputs } from '@trpc/server'
import type { policiesRouter } from '@/server/trpc/policies'
import type { publishingRouter } from '@/server/trpc/publishing'
import type { reviewsRouter } from '@/server/trpc/reviews'

type Outputs = inferRouterOutputs<typeof reviewsRouter>

export type ReviewLine = Outputs['list'][number]
export type WaitingProposal = inferRouterOutputs<typeof publishingRouter>['waiting'][number]
export type WaitingPermits = inferRouterOutputs<typeof policiesRouter>['waiting']
export type Review = Outputs['get']
export type Attempt = Review['attempts'][number]
