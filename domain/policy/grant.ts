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
 * @param says it for people, by name: `Bo Lind may call crm/find_account`
 */
export function granting(
  policies: PolicySet,
  asked: Asked,
  forbidding: readonly string[],
  allows: (policies: PolicySet) => boolean,
  says: string,
): PolicySet {
  const excepted = policies.map((policy) =>
    forbidding.includes(policy.id) ? excepting(policy, asked, says) : policy,
  )
  return allows(excepted) ? excepted : [...excepted, permitting(excepted, asked, says)]
}

/** As `policySchema` takes it. */
const LONGEST_TITLE = 200

const named = ({ type, id }: { type: string; id: string }): string => `Baton::${type}::${JSON.stringify(id)}`

const excepting = (policy: Policy, { principal, action, resource }: Asked, says: string): Policy => {
  const end = endOf(policy.text)
  const exception = `
unless {
  principal == ${named(principal)} &&
  action == ${named({ type: 'Action', id: action })} &&
  resource == ${named(resource)}
}`
  const title = `${policy.title} But ${says}, as was asked for.`
  return {
    ...policy,
    ...(title.length <= LONGEST_TITLE && { title }),
    text: policy.text.slice(0, end).trimEnd() + exception + policy.text.slice(end),
  }
}

/** Where the semicolon stands that ends a policy: not one in a comment or in quotes. */
function endOf(text: string): number {
  const words = cedarTokens(text)
  for (let at = text.lastIndexOf(';'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(';', at - 1))
    if (!words.some(({ from, to }) => from <= at && at < to)) return at
  return text.length
}

function permitting(policies: PolicySet, { principal, action, resource }: Asked, says: string): Policy {
  let number = 1
  while (policies.some(({ id }) => id === `granted-${number}`)) number++
  return {
    id: `granted-${number}`,
    title: `${says}, as was asked for.`.slice(0, LONGEST_TITLE),
    text: `permit (
  principal == ${named(principal)},
  action == ${named({ type: 'Action', id: action })},
  resource == ${named(resource)}
);`,
  }
}
