import type { inferRouterOutputs } from '@trpc/server'
import type { connectionsRouter } from '@/server/trpc/connections'

type Outputs = inferRouterOutputs<typeof connectionsRouter>

export type ListedConnection = Outputs['list'][number]
export type Connection = Outputs['get']
export type ConnectionOperation = Connection['operations'][number]
export type LedgerPage = Outputs['ledger']
export type LedgerRow = LedgerPage['rows'][number]
export type Api = Outputs['readApi']
export type CalledNow = Outputs['callNow']
