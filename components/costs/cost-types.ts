import type { inferRouterOutputs } from '@trpc/server'
import type { budgetsRouter } from '@/server/trpc/budgets'
import type { costsRouter } from '@/server/trpc/costs'

export type Summary = inferRouterOutputs<typeof costsRouter>['summary']
export type DearRun = Summary['dearest'][number]
export type ListedBudget = inferRouterOutputs<typeof budgetsRouter>['list'][number]

export type BudgetChange = inferRouterOutputs<typeof budgetsRouter>['history']['changes'][number]
export type TeamGuard = inferRouterOutputs<typeof budgetsRouter>['guards'][number]

export const GROUPINGS = ['agent', 'team', 'model', 'outcome'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** One piece of the picture: its key, its name, and its money. */
export interface Series {
  key: string
  label: string
  micros: bigint
  calls: number
}
