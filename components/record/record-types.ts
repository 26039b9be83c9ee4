import type { inferRouterOutputs } from '@trpc/server'
import type { recordRouter } from '@/server/trpc/record'

type Outputs = inferRouterOutputs<typeof recordRouter>

export type EntryLine = Outputs['list']['entries'][number]
export type EntryDetail = Outputs['get']
export type RecordHead = Outputs['head']
export type Checkpoint = RecordHead['checkpoints'][number]
export type Why = Outputs['why']
export type WhyGraph = NonNullable<Why['graph']>
