import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { privacyRouter } from '@/server/trpc/privacy'

type Outputs = inferRouterOutputs<typeof privacyRouter>

export type FoundPerson = Outputs['find']
export type FoundRun = FoundPerson['runs'][number]
export type ListedErasure = Outputs['list'][number]
export type ListedHold = Outputs['holds'][number]
export type Certificate = Outputs['certificate']['certificate']
export type SubjectInput = inferRouterInputs<typeof privacyRouter>['find']['subject']
