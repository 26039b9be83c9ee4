import type { inferRouterOutputs } from '@trpc/server'
import type { reviewsRouter } from '@/server/trpc/reviews'

type Outputs = inferRouterOutputs<typeof reviewsRouter>

export type ReviewLine = Outputs['list'][number]
export type Review = Outputs['get']
export type Attempt = Review['attempts'][number]
