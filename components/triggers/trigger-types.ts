import type { inferRouterOutputs } from '@trpc/server'
import type { triggersRouter } from '@/server/trpc/triggers'

export type TriggerList = inferRouterOutputs<typeof triggersRouter>['list']
export type ListedTrigger = TriggerList['triggers'][number]
export type ListedOf<K extends ListedTrigger['kind']> = Extract<ListedTrigger, { kind: K }>
