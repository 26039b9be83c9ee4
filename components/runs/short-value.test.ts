import { describe, expect, it } from 'vitest'
import { shortValue, valueAt } from './short-value'

describe('shortValue', () => {
  it('reads as people write', () => {
    expect(shortValue(48200)).toBe('48,200')
    expect(shortValue(null)).toBe('empty')
    expect(shortValue(true)).toBe('yes')
    expect(shortValue(['a', 'b'])).toBe('a, b')
    expect(shortValue({ a: 1 })).toBe('{"a":1}')
    expect(shortValue({ a: 'x'.repeat(200) })).toBe('1 field')
  })
})

describe('valueAt', () => {
  const data = { dossier: { account: { name: 'Brightwater' }, deals: [{ amount: 1 }, { amount: 2 }, {}] } }
  it('follows names', () => {
    expect(valueAt(data, 'dossier.account.name')).toBe('Brightwater')
    expect(valueAt(data, 'dossier.missing.name')).toBeUndefined()
  })
  it('gathers over entries', () => {
    expect(valueAt(data, 'dossier.deals.*.amount')).toEqual([1, 2])
    expect(valueAt(data, 'dossier.none.*.amount')).toBeUndefined()
  })
})
