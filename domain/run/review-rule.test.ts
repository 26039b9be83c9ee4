import { describe, expect, test } from 'vitest'
import { demandsOf, unmet, type ReviewRule, type RuledReview } from './review-rule'

const legal = { id: 'grp_1', name: 'Legal' }
const rule = (given: Partial<ReviewRule>): ReviewRule => ({
  ...{ id: 'r', teamId: null, connection: null, risk: null },
  ...{ fourEyes: false, clearance: null, categories: [], group: null },
  ...given,
})
const review: RuledReview = { teamId: 'team_a', risk: 'medium', connections: ['bank'] }

describe('rules for reviews', () => {
  test('without any, nothing is asked', () => {
    expect(demandsOf([], review)).toEqual({ fourEyes: false, clearance: null, categories: [], groups: [] })
  })

  test.each([
    ['its team', { teamId: 'team_a' }, true],
    ['another team', { teamId: 'team_b' }, false],
    ['its connection', { connection: 'bank' }, true],
    ['another connection', { connection: 'crm' }, false],
    ['a lower risk', { risk: 'low' }, true],
    ['its risk', { risk: 'medium' }, true],
    ['a higher risk', { risk: 'high' }, false],
    ['its team, but a higher risk', { teamId: 'team_a', risk: 'high' }, false],
  ] as const)('one for %s', (_what, condition, holds) => {
    expect(demandsOf([rule({ ...condition, fourEyes: true })], review).fourEyes).toBe(holds)
  })

  test('several ask for all that each asks', () => {
    const rules = [
      rule({ clearance: 'confidential', categories: ['pii'], group: legal }),
      rule({ clearance: 'internal', categories: ['pii', 'financial'], group: legal, fourEyes: true }),
    ]
    expect(demandsOf(rules, review)).toEqual({
      ...{ fourEyes: true, clearance: 'confidential', categories: ['pii', 'financial'], groups: [legal] },
    })
  })

  test('whoever lacks something is told what', () => {
    const asked = { clearance: 'confidential', categories: ['pii'], groups: [legal] } as const
    const demands = { ...asked, categories: [...asked.categories], groups: [...asked.groups] }
    const met = { clearance: 'restricted', categories: ['pii'], groups: [legal] } as const
    expect(unmet(demands, met)).toBeUndefined()
    expect(unmet(demands, { ...met, clearance: 'internal' })).toMatch(
      /clearance confidential; yours is internal/,
    )
    expect(unmet(demands, { ...met, categories: ['financial'] })).toMatch(/pii/)
    expect(unmet(demands, { ...met, groups: [] })).toMatch(/group Legal/)
  })
})
