import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>

/** What the studio is loaded with. */
export interface StudioData {
  team: Outputs['teams']['get']
  surroundings: Outputs['teams']['surroundings']
  agents: Outputs['agents']['list']
}

export type RunDetail = Outputs['runs']['get']
export type PublishedVersion = Outputs['teams']['version']
