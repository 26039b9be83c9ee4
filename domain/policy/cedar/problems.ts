import type { DetailedError } from '@cedar-policy/cedar-wasm'
import type { CedarEngine } from './engine'
import type { PolicySet } from './policy'
import { POLICY_SCHEMA } from './schema'

/** Why a set of policies may not be published. */
export interface PolicyProblem {
  /** Of which policy; absent when it is the set's. */
  policy?: string
  message: string
  help?: string
  /** Where in its text, in UTF-8 bytes from the beginning. */
  start?: number
  end?: number
}

/**
 * What the schema has against a set of policies. Warnings count: a policy that can never apply, or a name that only looks
 * like another, is a mistake in what is meant to keep people safe.
 */
export function policyProblems(engine: CedarEngine, policies: PolicySet): PolicyProblem[] {
  const found = policies.flatMap(({ id, text }) => formProblems(engine, id, text))
  if (found.length > 0) return found
  const answer = engine.validate({
    schema: POLICY_SCHEMA,
    policies: { staticPolicies: textsOf(policies) },
  })
  if (answer.type === 'failure') return answer.errors.map((error) => problemOf(undefined, error))
  return [
    ...[...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) =>
      problemOf(policyId, error),
    ),
    ...answer.otherWarnings.map((error) => problemOf(undefined, error)),
  ]
}

export const textsOf = (policies: PolicySet): Record<string, string> =>
  Object.fromEntries(policies.map(({ id, text }) => [id, text]))

/** A text must be one policy: with two, the second would be without a name. */
function formProblems(engine: CedarEngine, policy: string, text: string): PolicyProblem[] {
  const parts = engine.policySetTextToParts(text)
  if (parts.type === 'failure') return parts.errors.map((error) => problemOf(policy, error))
  if (parts.policy_templates.length > 0)
    return [
      {
        policy,
        message:
          'This is a template: name the principal and the resource in place of ?principal and ?resource.',
      },
    ]
  if (parts.policies.length === 1) return []
  return [{ policy, message: `This is ${parts.policies.length} policies; each needs a name of its own.` }]
}

function problemOf(
  policy: string | undefined,
  { message, help, sourceLocations }: DetailedError,
): PolicyProblem {
  const [place] = sourceLocations ?? []
  return {
    ...(policy !== undefined && { policy }),
    message: sentence(message),
    ...(help && { help: sentence(help) }),
    ...(place && { start: place.start, end: place.end }),
  }
}

/** Cedar's own words, without the part that only repeats which policy it is. */
function sentence(text: string): string {
  const plain = text.replace(/^for policy `[^`]*`, /, '').replaceAll('Baton::', '')
  return plain.charAt(0).toUpperCase() + plain.slice(1) + (/[.?!]$/.test(plain) ? '' : '.')
}
