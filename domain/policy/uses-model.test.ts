import * as cedarEngine from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, it } from 'vitest'
import { decideBy, UndecidedError } from './cedar/decide'
import { DEFAULT_POLICIES } from './cedar/default-policies'
import type { Doer } from './sight'
import { mayUse } from './uses-model'

const user: Doer = {
  slug: 'writer',
  clearance: 'internal',
  categories: [],
  tier: 'standard',
  autonomy: 1,
  owner: 'Ada',
}
const model = (tier: 'small' | 'standard' | 'large', sandbox = false) => ({
  ...{ id: `m-${tier}`, name: tier, tier, sandbox },
})
const errand = { team: 'leads', purpose: 'sales' }
const under = (policies?: typeof DEFAULT_POLICIES) => ({
  decide: policies && decideBy(cedarEngine, policies),
  errand,
  startedBy: 'usr_1',
})

describe.each([
  ['without policies of its own', under()],
  ['under the default policies', under(DEFAULT_POLICIES)],
])('who may use which model, %s', (_, policies) => {
  it.each([
    ['small', undefined, 'yes'],
    ['standard', undefined, 'yes'],
    ['large', undefined, 'ask'],
    ['large', 'standard', 'ask'],
    ['large', 'large', 'yes'],
  ] as const)('%s with %s granted: %s', (tier, granted, says) => {
    expect(mayUse(user, model(tier), granted, policies).use).toBe(says)
  })

  it('asks nothing for what nobody bills', () => {
    expect(mayUse(user, model('large', true), undefined, policies).use).toBe('yes')
  })
})

it('is not asked for what a policy forbids whoever grants it', () => {
  const never = {
    id: 'models.never',
    title: 'Nobody uses the large one.',
    text: 'forbid (principal, action == Baton::Action::"model.use", resource) when { resource.tier > 1 };',
  }
  const policies = under([...DEFAULT_POLICIES, never])
  expect(mayUse(user, model('large'), undefined, policies)).toMatchObject({
    use: 'no',
    denial: { principal: { id: 'writer' }, resource: { id: 'm-large' }, policies: ['models.never'] },
  })
  expect(mayUse(user, model('large'), 'large', policies).use).toBe('no')
  expect(mayUse(user, model('small'), undefined, policies)).toEqual({ use: 'yes' })
})

it('is denied where a policy fails over it', () => {
  const policies = {
    ...under(),
    decide: () => {
      throw new UndecidedError('models.never: an attribute is missing')
    },
  }
  expect(mayUse(user, model('small'), undefined, policies)).toMatchObject({
    use: 'no',
    denial: { policies: [], undecided: 'models.never: an attribute is missing' },
  })
})
