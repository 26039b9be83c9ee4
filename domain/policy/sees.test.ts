import * as engine from '@cedar-policy/cedar-wasm/nodejs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seesByClearance } from './by-clearance'
import { decideBy } from './cedar/decide'
import { DEFAULT_POLICIES } from './cedar/default-policies'
import type { PolicySet } from './cedar/policy'
import { CATEGORIES, CLASSIFICATIONS } from './classification'
import { compileView } from './compile-view'
import { serveView } from './serve-view'
import { seesBy, type Looker, type SeenField } from './sight'

const errand = { team: 'desk', purpose: 'sales' }
const sees = (policies: PolicySet, more: Partial<typeof errand> = {}) =>
  seesBy(decideBy(engine, policies), policies, { ...errand, ...more })
const own = (id: string, text: string): PolicySet[number] => ({ id, title: 'One of ours.', text })

const clerk: Looker = {
  ...{ slug: 'clerk', name: 'Clerk', owner: 'Somebody', tier: 'standard', autonomy: 1 },
  ...{ clearance: 'confidential', categories: ['financial'] },
}
const email: SeenField = {
  contracts: ['sales.lead'],
  path: 'contact.email',
  classification: 'internal',
  categories: ['pii'],
}

describe('the default policies about fields', () => {
  test('say the same as clearance and categories alone, over all there is', () => {
    const byPolicy = sees(DEFAULT_POLICIES)
    const some = fc.subarray([...CATEGORIES])
    fc.assert(
      fc.property(
        fc.record({ clearance: fc.constantFrom(...CLASSIFICATIONS), categories: some }),
        fc.record({ classification: fc.constantFrom(...CLASSIFICATIONS, undefined), categories: some }),
        (looker, field) => {
          const [who, what] = [
            { ...clerk, ...looker },
            { ...email, ...field },
          ]
          const { policies: _named, ...judged } = byPolicy(who, what)
          expect(judged).toEqual(seesByClearance(who, what))
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('policies of a workspace', () => {
  const alias = own(
    'support.alias',
    'permit (principal is Baton::Agent, action == Baton::Action::"field.pseudonym", resource) when { context.purpose == "support" && resource.classified && resource.classification <= principal.clearance };',
  )
  const noClerk = own(
    'no-clerk',
    'forbid (principal == Baton::Agent::"clerk", action, resource in Baton::Contract::"sales.lead");',
  )
  const lastFour = own(
    'cards.last-four',
    '@mask("last-four") permit (principal is Baton::Agent, action == Baton::Action::"field.mask", resource) when { resource.path like "*card" && resource.classification <= principal.clearance };',
  )

  test('give a pseudonym for one purpose and a mask for another', () => {
    const policies = [...DEFAULT_POLICIES, alias]
    expect(sees(policies)(clerk, email).visibility).toBe('masked')
    expect(sees(policies, { purpose: 'support' })(clerk, email)).toMatchObject({
      visibility: 'pseudonym',
      policies: ['support.alias'],
    })
  })

  test('forbid one agent one contract, and leave others and other contracts as they were', () => {
    const judge = sees([...DEFAULT_POLICIES, noClerk])
    expect(judge(clerk, { ...email, categories: [] })).toMatchObject({
      visibility: 'absent',
      policies: ['no-clerk'],
      because: 'The policy no-clerk forbids it: One of ours.',
    })
    expect(judge({ ...clerk, slug: 'other' }, { ...email, categories: [] }).visibility).toBe('clear')
    expect(judge(clerk, { ...email, contracts: ['sales.note'], categories: [] }).visibility).toBe('clear')
    // Where either may come, what holds for one holds.
    expect(judge(clerk, { ...email, contracts: ['sales.note', 'sales.lead'] }).visibility).toBe('absent')
  })

  test('show four characters of what is masked so, the year of a date, and nothing of what does not fit', () => {
    const judge = sees([...DEFAULT_POLICIES, lastFour])
    expect(judge(clerk, { ...email, path: 'payment.card' })).toMatchObject({
      visibility: 'masked',
      mask: 'last-four',
    })
    expect(judge(clerk, email)).not.toHaveProperty('mask')
    const field = (path: string, mask?: 'last-four' | 'year') => ({
      ...{ path, visibility: 'masked' as const, categories: [] },
      ...(mask && { mask }),
    })
    const plan = {
      fields: [
        field('a.card', 'last-four'),
        field('a.short', 'last-four'),
        field('a.born', 'year'),
        field('a.rest'),
      ],
    }
    const a = { card: '4111 1111 1111 1111', short: '123-4567', born: '1980-03-12', rest: { deep: 1 } }
    expect(serveView(plan, { a }).data).toEqual({
      a: { card: '[masked] 1111', short: '[masked]', born: '[masked] 1980', rest: '[masked]' },
    })
  })

  test('are masked as the annotation says, and not as a comment or a text does', () => {
    const masking = (text: string) =>
      sees([...DEFAULT_POLICIES, own('cards', text)])(clerk, { ...email, path: 'payment.card' })
    const when = (more = '') =>
      `permit (principal is Baton::Agent, action == Baton::Action::"field.mask", resource) when { resource.path like "*card"${more} };`
    expect(masking(`// @mask("last-four")\n${when()}`)).not.toHaveProperty('mask')
    expect(masking(`// @mask("last-four")\n@mask("redacted")\n${when()}`)).not.toHaveProperty('mask')
    expect(masking(when(` && resource.path != "@mask(\\"last-four\\")"`))).not.toHaveProperty('mask')
    expect(masking(`@mask // how\n("last-four")\n${when()}`)).toMatchObject({ mask: 'last-four' })
  })

  test('hold however what they name is spelled', () => {
    const seen = (when: string, who = clerk) =>
      sees([
        ...DEFAULT_POLICIES,
        own('never', `forbid (principal, action, resource is Baton::Field) ${when};`),
      ])(who, email).visibility
    expect(seen('when { resource["path"] == "contact.email" }')).toBe('absent')
    expect(seen(String.raw`when { resource["\u{70}ath"] == "contact.email" }`)).toBe('absent')
    expect(seen('when { principal in Baton::Agent // him\n::"clerk" }')).toBe('absent')
    expect(seen('when { principal in Baton::Agent // him\n::"clerk" }', { ...clerk, slug: 'other' })).toBe(
      'masked',
    )
  })

  test('a pseudonym is the same for a value under one key, another under another, and a mask without any', () => {
    const plan = compileView(
      [
        {
          slot: 's',
          schema: {
            type: 'object',
            properties: { a: { 'x-classification': 'internal' }, b: { 'x-classification': 'internal' } },
          },
        },
      ],
      clerk,
      () => ({ visibility: 'pseudonym' }),
    )
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    const state = { s: { a: 'x@mail.example', b: 'x@mail.example' } }
    const { s } = serveView(plan, state, one).data as { s: { a: string; b: string } }
    expect(s.a).toMatch(/^alias-[a-z2-7]{16}$/)
    expect(s.b).toBe(s.a)
    expect(serveView(plan, state, two).data).not.toEqual({ s })
    expect(serveView(plan, state).data).toEqual({ s: { a: '[masked]', b: '[masked]' } })
    expect(serveView(plan, { s: { a: 'y@mail.example', b: 1 } }, one).data).not.toMatchObject({
      s: { a: s.a },
    })
  })
})
