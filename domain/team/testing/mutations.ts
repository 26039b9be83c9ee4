import { flowMutations } from './mutations-flow'
import { handoverMutations } from './mutations-handover'
import { hubMutations } from './mutations-hub'
import { laneMutations } from './mutations-lanes'
import { shapeMutations } from './mutations-shape'
import { teamMutations } from './mutations-teams'
import { trustMutations } from './mutations-trust'
import { waitMutations } from './mutations-waits'
import type { Mutations } from './mutate'

/** For every check, changes of a sound team that break exactly it. */
export const mutations: Mutations[] = byCheck([
  ...shapeMutations,
  ...laneMutations,
  ...flowMutations,
  ...trustMutations,
  ...hubMutations,
  ...teamMutations,
  ...handoverMutations,
  ...waitMutations,
])

/** Each check once, with the cases of all files. */
function byCheck(all: Mutations[]): Mutations[] {
  const checks = [...new Set(all.map(({ check }) => check))]
  return checks.map((check) => ({
    check,
    cases: all.flatMap((each) => (each.check === check ? each.cases : [])),
  }))
}
