import { contractNamesBySlot, scopeOf } from '@/domain/team/scope'
import { keptFor } from '@/domain/kept'
import type { Bundle } from '@/domain/team/bundle'
import { leavesIn } from '@/domain/team/made'
import { madeBy } from '@/domain/team/made-by'
import type { NodeOf } from '@/domain/team/node'
import type { SeenField } from '@/domain/policy/sight'

/** The fields of the state that an action's body is made of, each with its slot and as policies know it. */
export const sentFields = (bundle: Bundle, action: NodeOf<'action'>): readonly SentField[] =>
  byAction(bundle)(action)

export interface SentField {
  slot: string
  field: SeenField
}

const byAction = keptFor((bundle: Bundle) => {
  const nodes = Object.values(bundle.nodes)
  const contracts = new Map(Object.entries(bundle.contracts))
  const scope = scopeOf(nodes, contracts)
  const names = contractNamesBySlot(nodes, contracts)
  return keptFor((action: NodeOf<'action'>): readonly SentField[] => {
    const found = new Map<string, SentField>()
    for (const { value } of action.fields)
      for (const { path, classification, categories } of leavesIn(
        madeBy(value, scope) ?? { is: 'one', from: [] },
      )) {
        const [slot = '', ...rest] = path.split('.')
        if (names.has(slot))
          found.set(path, {
            slot,
            field: { contracts: names.get(slot) ?? [], path: rest.join('.'), classification, categories },
          })
      }
    return [...found.values()]
  })
})
