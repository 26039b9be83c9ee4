import { flowMutations } from './mutations-flow'
import { hubMutations } from './mutations-hub'
import { handoverMutations } from './mutations-handover'
import { shapeMutations } from './mutations-shape'
import { trustMutations } from './mutations-trust'
import type { Mutations } from './mutate'

/** For every check, changes of the sound sales team that break exactly it. */
export const mutations: Mutations[] = [
  ...shapeMutations,
  ...flowMutations,
  ...trustMutations,
  ...hubMutations,
  ...handoverMutations,
]
