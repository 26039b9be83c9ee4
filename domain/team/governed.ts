import type { Decide } from '../policy/cedar/decide'
import { DEFAULT_POLICIES } from '../policy/cedar/default-policies'
import type { PolicySet } from '../policy/cedar/policy'
import { rejudged } from '../policy/compile-view'
import { decideOf, seesOf } from '../policy/sees-of'
import type { Errand, Sees } from '../policy/sight'
import type { ViewPlan } from '../policy/view'
import type { Agent } from './agent'
import type { Bundle } from './bundle'
import { errandOf } from './document'
import { contractNamesBySlot } from './scope'
import { isStaffed, type StaffedNode } from './staff'

/**
 * A version under the policies that hold now, which may be others than those it was proved under: what its agents see is
 * judged anew, once for a version and a set of policies. Without policies of the workspace's own it is as it was published.
 * @param slug of its team
 */
export function governed(bundle: Bundle, slug: string, policies: PolicySet | undefined): Bundle {
  const errand = errandOf(bundle, slug)
  const sees = seesOf(policies, errand)
  const names = contractNamesBySlot(Object.values(bundle.nodes), new Map(Object.entries(bundle.contracts)))
  const anew = (
    views: Record<string, ViewPlan>,
    who: (node: StaffedNode) => string | undefined,
  ): Record<string, ViewPlan> =>
    Object.fromEntries(
      Object.entries(views).map(([id, plan]) => {
        const agent = workerAt(bundle, id, who)
        // Whose agent is gone sees nothing.
        const judged = agent ? rejudged(plan, (slot) => names.get(slot) ?? [], agent, sees) : { fields: [] }
        return [id, judged]
      }),
    )
  return {
    ...bundle,
    views: anew(bundle.views, ({ agent }) => agent),
    ...(bundle.fallbackViews && { fallbackViews: anew(bundle.fallbackViews, ({ fallback }) => fallback) }),
    ...(policies && { governed: { policies, errand } }),
  }
}

type Governed = Pick<Bundle, 'governed' | 'purpose'>

/** Who sees what within a version, where that is asked while it runs. */
export const seesIn = (bundle: Governed): Sees => seesOf(bundle.governed?.policies, errandIn(bundle))

/** What the policies that hold for a version say, where that is asked while it runs. */
export const decideIn = ({ governed }: Governed): Decide => decideOf(governed?.policies ?? DEFAULT_POLICIES)

/** For whom the agents of a version act, and what for. */
export const errandIn = ({ governed, ...bundle }: Governed): Errand => governed?.errand ?? errandOf(bundle)

function workerAt(
  { nodes, agents }: Bundle,
  id: string,
  who: (node: StaffedNode) => string | undefined,
): Agent | undefined {
  const node = nodes[id]
  return node && isStaffed(node) ? agents[who(node) ?? ''] : undefined
}
