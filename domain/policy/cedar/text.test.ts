import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyChanges, sentenceIsOld } from './changes'
import { DEFAULT_POLICIES } from './default-policies'
import { placeIn } from './place'
import { cedarTokens } from './tokens'

const parts = (text: string): [string, string][] =>
  cedarTokens(text).map(({ from, to, kind }) => [kind, text.slice(from, to)])

describe('the words of a policy', () => {
  it('are told apart', () => {
    expect(
      parts('@mask("redacted") // why\nforbid (principal is Baton::Agent, action, resource in Team::"a");'),
    ).toEqual([
      ['annotation', '@mask'],
      ['string', '"redacted"'],
      ['comment', '// why'],
      ['keyword', 'forbid'],
      ['variable', 'principal'],
      ['keyword', 'is'],
      ['type', 'Baton::Agent'],
      ['variable', 'action'],
      ['variable', 'resource'],
      ['keyword', 'in'],
      ['type', 'Team'],
      ['string', '"a"'],
    ])
  })

  it('are not found within names, nor in what is said of them', () => {
    expect(parts('context.in == "when // not a comment" && forbidden')).toEqual([
      ['variable', 'context'],
      ['string', '"when // not a comment"'],
    ])
  })

  it('never lie over one another, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let end = 0
        for (const { from, to } of cedarTokens(text)) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          end = to
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('a place', () => {
  it('that is counted in bytes is found in the text', () => {
    const text = '// müde 你 😀\nforbid (principal, action, resource);'
    const bytes = new TextEncoder().encode(text.slice(0, text.indexOf('action'))).length
    const { from, to, line } = placeIn(text, bytes, bytes + 'action'.length)
    expect([text.slice(from, to), line]).toEqual(['action', 2])
  })

  it('is as the encoder counts, anywhere in any text', () => {
    const encoder = new TextEncoder()
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const bytes = encoder.encode(before).length
        expect(placeIn(before + after, bytes, bytes).from).toBe(before.length)
      }),
    )
  })
})

describe('what differs between two sets', () => {
  it('is nothing between equal ones, also in another order', () => {
    expect(policyChanges(DEFAULT_POLICIES, DEFAULT_POLICIES.toReversed())).toEqual([])
  })

  it('is what was added, changed and removed', () => {
    const [first, second, third] = DEFAULT_POLICIES
    if (!first || !second || !third) throw new Error('there are three')
    const changes = policyChanges([first, second], [{ ...second, title: 'Another.' }, third])
    expect(changes.map(({ kind, id }) => [kind, id])).toEqual([
      ['changed', second.id],
      ['added', third.id],
      ['removed', first.id],
    ])
  })

  it('leaves an old sentence where the text alone became another, and not where only its lines moved', () => {
    const [first] = DEFAULT_POLICIES
    if (!first) throw new Error('there is one')
    const isOld = (after: Partial<typeof first>) =>
      policyChanges([first], [{ ...first, ...after }]).map(sentenceIsOld)
    expect(isOld({ text: first.text.replace('permit', 'forbid') })).toEqual([true])
    expect(isOld({ text: first.text.replace('permit', 'forbid'), title: 'Another.' })).toEqual([false])
    expect(isOld({ text: `${first.text}\n\n` })).toEqual([false])
    expect([sentenceIsOld(undefined), sentenceIsOld({ kind: 'added', id: 'a', after: first })]).toEqual([
      false,
      false,
    ])
  })
})
