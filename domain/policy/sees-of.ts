import { seesByClearance } from './by-clearance'
import { decideBy, type Decide } from './cedar/decide'
import type { CedarEngine } from './cedar/engine'
import type { PolicySet } from './cedar/policy'
import { seesBy, type Errand, type Sees } from './sight'

let engine: CedarEngine | undefined

/** Hands in the engine as it was loaded here: once, before anything is judged by policies of a workspace's own. */
export function provideCedar(loaded: CedarEngine): void {
  engine = loaded
}

const decided = new WeakMap<PolicySet, Decide>()

/**
 * Who sees what under a workspace's policies; under the default ones where it has none of its own.
 * @throws when there are policies and no engine to ask: nothing may be shown on a guess
 */
export function seesOf(policies: PolicySet | undefined, errand: Errand): Sees {
  return policies ? seesBy(decideOf(policies), policies, errand) : seesByClearance
}

/**
 * What a set of policies says to a request.
 * @throws when there is no engine to ask: nothing may be decided on a guess
 */
export function decideOf(policies: PolicySet): Decide {
  if (!engine) throw new Error('The policy engine is not loaded.')
  const decide = decided.get(policies) ?? decideBy(engine, policies)
  decided.set(policies, decide)
  return decide
}
