import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, it } from 'vitest'
import { decideBy, type PolicyRequest } from './cedar/decide'
import { DEFAULT_POLICIES } from './cedar/default-policies'
import type { PolicySet } from './cedar/policy'
import { policyProblems } from './cedar/problems'
import { denialOf, questionOf, whyDenied } from './denial'
import { granting } from './grant'
import { lockedOut, permissionRequest } from './permitted'
import type { Role } from './permission'

const caller = (id: string, roles: Role[]) => ({ kind: 'person' as const, id, roles })
const asks = (id = 'usr_bo', roles: Role[] = ['reviewer']): PolicyRequest =>
  permissionRequest(caller(id, roles), 'run.start', 'main')
const decided = (policies: PolicySet, request: PolicyRequest) => decideBy(cedar, policies)(request)
const grant = (policies: PolicySet, request: PolicyRequest): PolicySet => {
  const denial = denialOf(request, decided(policies, request))
  return granting(
    policies,
    denial,
    denial.policies,
    (set) => decided(set, questionOf(denial)).allowed,
    'Bo may start runs',
  )
}
const forbidding = (text: string): PolicySet => [
  ...DEFAULT_POLICIES,
  { id: 'quiet', title: 'Nobody starts runs.', text },
]

describe('what was asked for', () => {
  it('is permitted by a policy of its own where none permitted it, and nothing else is', () => {
    expect(decided(DEFAULT_POLICIES, asks()).allowed).toBe(false)
    const after = grant(DEFAULT_POLICIES, asks())
    expect(policyProblems(cedar, after)).toEqual([])
    expect(after.slice(0, -1)).toEqual(DEFAULT_POLICIES)
    expect(decided(after, asks())).toEqual({ allowed: true, policies: ['granted-1'] })
    expect(after.at(-1)?.title).toBe('Bo may start runs, as was asked for.')
    expect(decided(after, asks('usr_cy')).allowed).toBe(false)
    expect(decided(after, { ...asks(), action: 'run.cancel' }).allowed).toBe(false)
  })

  it.each([
    ['plain', 'forbid (principal, action == Baton::Action::"run.start", resource);'],
    [
      'with conditions and a comment at its end',
      'forbid (principal, action == Baton::Action::"run.start", resource)\nwhen { resource != Baton::Workspace::"a;b" }; // for now; later not',
    ],
  ])('is excepted from the policy that forbade it: %s', (_what, text) => {
    const before = forbidding(text)
    const request = asks('usr_bo', ['operator'])
    expect(decided(before, request)).toEqual({ allowed: false, policies: ['quiet'] })
    const after = grant(before, request)
    expect(policyProblems(cedar, after)).toEqual([])
    expect(after).toHaveLength(before.length)
    expect(decided(after, request).allowed).toBe(true)
    expect(after.at(-1)?.title).toBe('Nobody starts runs. But Bo may start runs, as was asked for.')
    expect(decided(after, asks('usr_cy', ['operator'])).policies).toEqual(['quiet'])
  })

  it('is excepted and permitted where both are missing', () => {
    const before = forbidding('forbid (principal, action == Baton::Action::"run.start", resource);')
    const after = grant(before, asks())
    expect(policyProblems(cedar, after)).toEqual([])
    expect(after).toHaveLength(before.length + 1)
    expect(decided(after, asks()).allowed).toBe(true)
  })
})

describe('a denial', () => {
  it('says which policy, or that none permits', () => {
    const titles = new Map([['quiet', 'Nobody starts runs.']])
    const why = (...policies: string[]) => whyDenied(denialOf(asks(), { policies }), titles)
    expect(why()).toBe('No policy permits it.')
    expect(why('quiet')).toBe('The policy quiet forbids it: Nobody starts runs.')
  })
})

describe('locking people out of the policies', () => {
  const admins = [caller('usr_ada', ['admin']), caller('usr_bo', ['admin'])]
  const judge = (policies: PolicySet, publisher = caller('usr_ada', ['admin'])) =>
    lockedOut(decideBy(cedar, policies), { publisher, admins, workspace: 'main' })
  const without = (who: string): PolicySet => [
    ...DEFAULT_POLICIES,
    {
      id: 'locked',
      title: 'Locked.',
      text: `forbid (${who}, action == Baton::Action::"policy.publish", resource);`,
    },
  ]

  it('is not done by the default ones', () => {
    expect(judge(DEFAULT_POLICIES)).toBeUndefined()
  })
  it('is told to whoever would lose it', () => {
    expect(judge(without('principal == Baton::Person::"usr_ada"'))).toMatch(
      /You could not .*publish.* any more/,
    )
  })
  it('is not asked of others: somebody else may lose it', () => {
    expect(judge(without('principal == Baton::Person::"usr_bo"'))).toBeUndefined()
  })
  it('is told where no admin would keep it, though the publisher does', () => {
    const token = { kind: 'token' as const, id: 'tok_a', roles: ['admin'] as const }
    const people = without('principal is Baton::Person')
    expect(lockedOut(decideBy(cedar, people), { publisher: token, admins, workspace: 'main' })).toMatch(
      /No admin could read, edit and publish/,
    )
  })
})
