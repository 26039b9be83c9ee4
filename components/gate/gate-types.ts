import type { inferRouterOutputs } from '@trpc/server'
import type { gateRouter } from '@/server/trpc/gate'

type Outputs = inferRouterOutputs<typeof gateRouter>

export type DryRun = Outputs['exactEffect']
export type ListedAuthorisation = Outputs['authorisations'][number]
