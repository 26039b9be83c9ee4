import { jsonSchemaOf } from '../contract/contract'
import { keptFor } from '../kept'
import { CLASSIFICATIONS, type Classification } from '../policy/classification'
import { leavesOf, type Leaf } from '../policy/compile-view'
import type { Bundle } from '../team/bundle'
import { contractsBySlot } from '../team/scope'

/** The classifications of what stands in the state of a version's runs. */
export interface StateClasses {
  /** All that occur, the least sensitive first. What nobody classified counts as restricted, as it is hidden like that. */
  present: readonly Classification[]
  /** Of what stands at a place of the state, its slot first. */
  at: (path: readonly string[]) => Classification
}

const UNCLASSIFIED: Classification = 'restricted'

/** What a version's contracts say of each place in the state of its runs. */
export const classesOf = keptFor((bundle: Pick<Bundle, 'nodes' | 'contracts'>): StateClasses => {
  const leaves: { names: string[]; classification: Classification }[] = []
  const present = new Set<Classification>()
  for (const [slot, refs] of contractsBySlot(Object.values(bundle.nodes)))
    for (const ref of refs) {
      const contract = bundle.contracts[ref]
      const found: Leaf[] = contract ? leavesOf(slot, jsonSchemaOf(contract)) : []
      if (found.length === 0) present.add(UNCLASSIFIED)
      for (const { path, classification = UNCLASSIFIED } of found) {
        leaves.push({ names: path.split('.'), classification })
        present.add(classification)
      }
    }
  return {
    present: CLASSIFICATIONS.filter((one) => present.has(one)),
    at: (path) => {
      const covering = leaves.filter(
        ({ names }) =>
          names.length <= path.length && names.every((name, i) => name === '*' || name === path[i]),
      )
      const strict = CLASSIFICATIONS.findLast((one) =>
        covering.some(({ classification }) => classification === one),
      )
      return strict ?? UNCLASSIFIED
    },
  }
})
