import type { JsonSchema } from '../contract/json-schema'
import type { Problem } from '../problem'
import type { Bundle } from './bundle'

/** Where a value does not fit a schema. */
export type CheckValue = (schema: JsonSchema, value: unknown) => Problem[]

/** Where a value fits none of the contracts it may be of: said of the first; nothing where any has no schema. */
export function checkCandidates(
  bundle: Bundle,
  refs: readonly (string | undefined)[],
  value: unknown,
  check: CheckValue,
): Problem[] {
  let first: Problem[] | undefined
  for (const ref of refs) {
    const contract = ref === undefined ? undefined : bundle.contracts[ref]
    const problems = contract ? check(contract.schema, value) : []
    if (problems.length === 0) return []
    first ??= problems
  }
  return first ?? []
}
