import { adviceMutations } from './mutations-advice'
import { beginMutations } from './mutations-begin'
import { classMutations } from './mutations-classes'
import { conflictMutations } from './mutations-conflict'
import { costMutations } from './mutations-cost'
import { fitMutations } from './mutations-fit'
import { flowMutations } from './mutations-flow'
import { gateMutations } from './mutations-gates'
import { handoverMutations } from './mutations-handover'
import { hubMutations } from './mutations-hub'
import { laneMutations } from './mutations-lanes'
import { moreMutations } from './mutations-more'
import { operationMutations } from './mutations-operations'
import { reachMutations } from './mutations-reach'
import { reviewMutations } from './mutations-review'
import { shapeMutations } from './mutations-shape'
import { staffMutations } from './mutations-staff'
import { teamMutations } from './mutations-teams'
import { trustMutations } from './mutations-trust'
import { waitMutations } from './mutations-waits'
import { wordMutations } from './mutations-words'
import type { Mutations } from './mutate'

/** For every check, changes of a sound team that break exactly it. */
export const mutations: Mutations[] = byCheck([
  ...shapeMutations,
  ...beginMutations,
  ...fitMutations,
  ...staffMutations,
  ...reviewMutations,
  ...reachMutations,
  ...operationMutations,
  ...adviceMutations,
  ...laneMutations,
  ...flowMutations,
  ...trustMutations,
  ...hubMutations,
  ...teamMutations,
  ...handoverMutations,
  ...waitMutations,
  ...gateMutations,
  ...conflictMutations,
  ...wordMutations,
  ...costMutations,
  ...moreMutations,
  ...classMutations,
])

/** Each check once, with the cases of all files; those of one check are changes of one team. */
function byCheck(all: Mutations[]): Mutations[] {
  const found = new Map<string, Mutations>()
  for (const each of all) {
    const known = found.get(each.check)
    found.set(each.check, known ? { ...known, cases: [...known.cases, ...each.cases] } : each)
  }
  return [...found.values()]
}
