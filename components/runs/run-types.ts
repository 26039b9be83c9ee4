import type { inferRouterOutputs } from '@trpc/server'
import type { runsRouter } from '@/server/trpc/runs'

type Outputs = inferRouterOutputs<typeof runsRouter>

/** One run with everything its page shows. */
export type RunDetail = Outputs['get']
export type RunStep = RunDetail['steps'][number]
export type RunReview = RunDetail['reviews'][number]
export type RunCall = RunDetail['calls'][number]
export type RunBranch = RunDetail['branches'][number]
export type RunFork = RunDetail['forks'][number]
export type RelatedRun = RunDetail['family']['called'][number]
export type RunAsAgent = Outputs['asAgent']
export type StepAsAgent = RunAsAgent['steps'][number]
export type StateRow = Outputs['states'][number]

/** One line of the list. */
export type RunRow = Outputs['list']['runs'][number]
export type RunPage = Outputs['list']
export type RunCounts = RunPage['counts']

/** What the timeline and the graph are made from. */
export type RunFacts = Pick<
  RunDetail,
  | 'bundle'
  | 'status'
  | 'state'
  | 'steps'
  | 'reviews'
  | 'calls'
  | 'branches'
  | 'forks'
  | 'waits'
  | 'held'
  | 'family'
  | 'createdAt'
  | 'endedAt'
>
