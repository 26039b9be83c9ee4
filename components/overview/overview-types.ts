import type { inferRouterOutputs } from '@trpc/server'
import type { overviewRouter } from '@/server/trpc/overview'

type Outputs = inferRouterOutputs<typeof overviewRouter>

export type Overview = Outputs['get']
export type OverviewReview = Overview['reviews'][number]
export type OverviewTeam = Overview['teams'][number]
export type Incident = Overview['incidents'][number]
