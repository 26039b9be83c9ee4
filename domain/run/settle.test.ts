import { describe, expect, it } from 'vitest'
import { choose, settle, type Claim } from './settle'

const rule = { policy: 'owner', compare: 'equal', owner: 'a', margin: 0.1, otherwise: 'person' } as const
const claim = (by: string, value: unknown, confidence?: number): Claim => ({
  by,
  value,
  ...(confidence !== undefined && { confidence }),
})

describe('claims that agree', () => {
  it.each([
    ['equal', [1, 1]],
    ['equal', [{ x: [1, 2] }, { x: [1, 2] }]],
    [0.1, [0.8, 0.7]],
    [2, [1, 2, 3]],
  ] as const)('by %s: %j', (compare, values) => {
    const made = settle(
      { ...rule, compare },
      values.map((value, i) => claim('abc'.charAt(i), value)),
    )
    expect(made).toMatchObject({ kind: 'settled', settled: { agreed: true, losing: [] } })
  })

  it('need every pair within the tolerance, not each the next', () => {
    const made = settle({ ...rule, compare: 1 }, [claim('a', 1), claim('b', 2), claim('c', 3)])
    expect(made).toMatchObject({ kind: 'settled', settled: { agreed: false, losing: [{ by: 'c' }] } })
  })
})

describe('the decision owner', () => {
  it('wins however unsure, and those who say the same lose nothing', () => {
    const made = settle(rule, [claim('a', 'x', 0.1), claim('b', 'y', 1), claim('c', 'x', 0.5)])
    expect(made).toMatchObject({
      kind: 'settled',
      settled: { value: 'x', by: 'a', policy: 'owner', losing: [{ by: 'b', value: 'y' }] },
    })
  })
})

describe('the surer one', () => {
  const surer = { ...rule, policy: 'confidence' } as const

  it('must lead those who disagree with it by the margin', () => {
    // The second agrees with the first: the lead is over the third.
    expect(settle(surer, [claim('a', 1, 0.9), claim('b', 1, 0.88), claim('c', 2, 0.6)])).toMatchObject({
      kind: 'settled',
      settled: { by: 'a', policy: 'confidence', losing: [{ by: 'c' }] },
    })
    expect(settle(surer, [claim('a', 1, 0.9), claim('c', 2, 0.85)])).toMatchObject({
      kind: 'ask',
      whom: 'person',
    })
    // 0.9 − 0.8 is 0.0999… in floating point.
    expect(settle(surer, [claim('a', 1, 0.9), claim('c', 2, 0.8)])).toMatchObject({ kind: 'settled' })
  })

  it('does not exist between equals, even with no margin, nor where somebody’s confidence is unknown', () => {
    const none = { ...surer, margin: 0 }
    expect(settle(none, [claim('a', 1, 0.9), claim('b', 2, 0.9)])).toMatchObject({ kind: 'ask' })
    expect(settle(surer, [claim('a', 1, 0.9), claim('b', 2)])).toMatchObject({ kind: 'ask' })
  })

  it('gives way to the owner where that is drawn', () => {
    const made = settle({ ...surer, otherwise: 'owner' }, [claim('a', 1, 0.5), claim('b', 2, 0.55)])
    expect(made).toMatchObject({ kind: 'settled', settled: { by: 'a', policy: 'owner' } })
  })
})

it('cannot compare what is no number by a tolerance', () => {
  expect(settle({ ...rule, compare: 1 }, [claim('a', 1), claim('b', 'x')])).toMatchObject({
    kind: 'incomparable',
  })
})

it('takes one of the claims, and nothing else', () => {
  const claims = [claim('a', 1), claim('b', 2)]
  expect(choose(rule, claims, 1, 'person')).toMatchObject({ value: 2, by: 'b', losing: [{ by: 'a' }] })
  expect(choose(rule, claims, 2, 'person')).toBeUndefined()
  expect(choose(rule, claims, -1, 'person')).toBeUndefined()
})
