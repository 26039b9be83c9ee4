import * as engine from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, test } from 'vitest'
import { PERMISSIONS, permits, ROLES, type Permission } from '../permission'
import { decideBy, UndecidedError, type PolicyEntity } from './decide'
import { DEFAULT_POLICIES } from './default-policies'
import type { Policy, PolicySet } from './policy'
import { policyProblems } from './problems'

const policy = (text: string, id = 'mine'): Policy => ({ id, title: 'One of ours.', text })
const problems = (text: string) => policyProblems(engine, [policy(text)])

const agent: PolicyEntity = {
  type: 'Agent',
  id: 'clerk',
  attrs: { clearance: 2, categories: ['pii'], tier: 1, autonomy: 1, owner: 'Somebody' },
}
const field = (attrs: Record<string, unknown> = {}): PolicyEntity => ({
  type: 'Field',
  id: 'lead.email',
  attrs: { path: 'email', classified: true, classification: 2, categories: ['pii'], ...attrs } as never,
  in: [{ type: 'Contract', id: 'sales.lead' }],
})
const sight = { purpose: 'sales', team: { __entity: { type: 'Baton::Team', id: 'desk' } } }
const others: PolicyEntity[] = [{ type: 'Team', id: 'desk', attrs: { purpose: 'sales' } }]
const sees = (policies: PolicySet, action: string, resource = field()) =>
  decideBy(engine, policies)({ principal: agent, action, resource, context: sight, others })

describe('the default policies', () => {
  test('are without a fault', () => {
    expect(policyProblems(engine, DEFAULT_POLICIES)).toEqual([])
  })

  test('let a reader see what they are cleared for, and name the policy', () => {
    expect(sees(DEFAULT_POLICIES, 'field.read')).toEqual({ allowed: true, policies: ['fields.read'] })
  })

  test.each([
    ['what is unclassified', { classified: false, classification: 0 }],
    ['what is above their clearance', { classification: 3 }],
  ])('hide %s: nothing permits it', (_what, attrs) => {
    for (const action of ['field.read', 'field.pseudonym', 'field.mask'])
      expect(sees(DEFAULT_POLICIES, action, field(attrs))).toEqual({ allowed: false, policies: [] })
  })

  test('mask what bears a category that they do not hold', () => {
    const medical = field({ categories: ['pii', 'phi'] })
    expect(sees(DEFAULT_POLICIES, 'field.read', medical).allowed).toBe(false)
    expect(sees(DEFAULT_POLICIES, 'field.mask', medical)).toEqual({
      allowed: true,
      policies: ['fields.mask'],
    })
  })

  test('grant people what the table of permissions grants their roles', () => {
    const decide = decideBy(engine, DEFAULT_POLICIES)
    const resource = { type: 'Workspace', id: 'main' }
    for (const role of ROLES)
      for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
        const principal = {
          type: 'Person',
          id: 'p',
          attrs: { clearance: 0, categories: [] },
          in: [{ type: 'Role', id: role }],
        }
        const { allowed } = decide({ principal, action: permission, resource })
        expect([role, permission, allowed]).toEqual([role, permission, permits([role], permission)])
      }
  })
})

describe('a set with policies of its own', () => {
  test('a forbid wins, and is named', () => {
    const forbid = policy(
      'forbid (principal == Baton::Agent::"clerk", action, resource in Baton::Contract::"sales.lead");',
      'no-clerk',
    )
    expect(sees([...DEFAULT_POLICIES, forbid], 'field.read')).toEqual({
      allowed: false,
      policies: ['no-clerk'],
    })
  })

  test('a purpose may be asked for', () => {
    const forSupport = policy(
      'permit (principal is Baton::Agent, action == Baton::Action::"field.pseudonym", resource) when { context.purpose == "support" };',
    )
    expect(sees([forSupport], 'field.pseudonym').allowed).toBe(false)
    expect(
      decideBy(engine, [forSupport])({
        principal: agent,
        action: 'field.pseudonym',
        resource: field(),
        context: { ...sight, purpose: 'support' },
        others,
      }).allowed,
    ).toBe(true)
  })

  test('what the schema does not know is refused, not guessed', () => {
    expect(() => sees(DEFAULT_POLICIES, 'field.reed')).toThrow(UndecidedError)
    expect(() => sees(DEFAULT_POLICIES, 'field.read', field({ classification: 'high' }))).toThrow(
      UndecidedError,
    )
    expect(() => sees(DEFAULT_POLICIES, 'field.read', field({ colour: 'red' }))).toThrow(UndecidedError)
  })

  test('a policy that fails over a request decides nothing', () => {
    const failing = policy('forbid (principal, action, resource) when { resource.owner == "x" };', 'failing')
    expect(() => sees([...DEFAULT_POLICIES, failing], 'field.read')).toThrow(/failing/)
  })
})

describe('before a set is published', () => {
  test.each([
    [
      'a misspelt attribute',
      'permit (principal is Baton::Agent, action == Baton::Action::"field.read", resource) when { principal.clearence > 1 };',
      'did you mean',
    ],
    [
      'a misspelt action',
      'permit (principal, action == Baton::Action::"field.raed", resource);',
      'field.read',
    ],
    [
      'an attribute that may be absent',
      'forbid (principal, action == Baton::Action::"field.read", resource) when { resource.owner == "x" };',
      'has',
    ],
    [
      'a comparison of different kinds',
      'permit (principal is Baton::Agent, action == Baton::Action::"field.read", resource) when { principal.clearance == "high" };',
      '',
    ],
    [
      'one that can never apply',
      'permit (principal is Baton::Token, action == Baton::Action::"field.read", resource);',
      '',
    ],
    [
      'letters that only look alike',
      'permit (principal, action == Baton::Action::"field.read", resource) when { context.purpose == "sаles" };',
      '',
    ],
    ['no Cedar at all', 'let everybody do everything', ''],
    ['nothing that decides', '// permit (principal, action, resource);', '0 policies'],
    [
      'two policies under one name',
      'permit (principal, action, resource); forbid (principal, action, resource);',
      '2 policies',
    ],
    ['a template', 'permit (principal == ?principal, action, resource);', 'template'],
  ])('%s is a problem', (_what, text, says) => {
    const found = problems(text)
    expect(found).not.toEqual([])
    expect(
      found
        .map(({ message, help }) => `${message} ${help ?? ''}`)
        .join(' ')
        .toLowerCase(),
    ).toContain(says)
  })

  test('a problem says where it is', () => {
    const text =
      'permit (principal is Baton::Agent, action == Baton::Action::"field.read", resource) when { principal.clearence > 1 };'
    const [found] = problems(text)
    expect(found?.policy).toBe('mine')
    expect(text.slice(found?.start, found?.end)).toContain('clearence')
  })
})
