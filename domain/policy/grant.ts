import { cedarTokens } from './cedar/tokens'
import type { Policy, PolicySet } from './cedar/policy'
import type { Denial } from './denial'

/** What was asked for: exactly one principal, one action, one resource. */
export type Asked = Pick<Denial, 'principal' | 'action' | 'resource'>

/**
 * Policies under which exactly what was asked for is permitted: those that forbade it except it, and where that is not
 * enough a policy of its own permits it. Nothing else changes.
 * @param forbidding names of the policies that forbade it
 * @param allows whether a set permits it
 */
export function granting(
  policies: PolicySet,
  asked: Asked,
  forbidding: readonly string[],
  allows: (policies: PolicySet) => boolean,
): PolicySet {
  const excepted = policies.map((policy) =>
    forbidding.includes(policy.id) ? excepting(policy, asked) : policy,
  )
  return allows(excepted) ? excepted : [...excepted, permitting(excepted, asked)]
}

const named = ({ type, id }: { type: string; id: string }): string => `Baton::${type}::${JSON.stringify(id)}`

const excepting = (policy: Policy, { principal, action, resource }: Asked): Policy => {
  const end = endOf(policy.text)
  const exception = `
unless {
  principal == ${named(principal)} &&
  action == ${named({ type: 'Action', id: action })} &&
  resource == ${named(resource)}
}`
  return { ...policy, text: policy.text.slice(0, end).trimEnd() + exception + policy.text.slice(end) }
}

/** Where the semicolon stands that ends a policy: not one in a comment or in quotes. */
function endOf(text: string): number {
  const words = cedarTokens(text)
  for (let at = text.lastIndexOf(';'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(';', at - 1))
    if (!words.some(({ from, to }) => from <= at && at < to)) return at
  return text.length
}

function permitting(policies: PolicySet, { principal, action, resource }: Asked): Policy {
  let number = 1
  while (policies.some(({ id }) => id === `granted-${number}`)) number++
  const who = `${principal.type} ${principal.id}`
  return {
    id: `granted-${number}`,
    title: `${who} may ${action} on ${resource.type} ${resource.id}, as was asked for.`.slice(0, 200),
    text: `permit (
  principal == ${named(principal)},
  action == ${named({ type: 'Action', id: action })},
  resource == ${named(resource)}
);`,
  }
}
