import { flowMutations } from './mutations-flow'
import { hubMutations } from './mutations-hub'
import { laneMutations } from './mutations-lanes'
import { handoverMutations } from './mutations-handover'
import { shapeMutations } from './mutations-shape'
import { teamMutations } from './mutations-teams'
import { trustMutations } from './mutations-trust'
import type { Mutations } from './mutate'

/** For every check, changes of a sound team that break exactly it. */
export const mutations: Mutations[] = [
  ...shapeMutations,
  ...laneMutations,
  ...flowMutations,
  ...trustMutations,
  ...hubMutations,
  ...teamMutations,
  ...handoverMutations,
]
