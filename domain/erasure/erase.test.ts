import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../record/canonical'
import { erase, erasePath, standingBy, type Goes, type StandingAt } from './erase'
import { ERASED, isTombstone, sayTombstone, type Tombstone } from './tombstone'

const mark: Tombstone = { erased: true, at: '2026-11-22T09:00:00.000Z', because: 'erasure ers_1' }
const names = (text: string) => text.includes('Quint')
const goes: Goes = (value) => typeof value === 'string' && names(value)
const anywhere: StandingAt = () => 'value'
const without = (value: unknown, standing: StandingAt = anywhere) =>
  erase(value, { goes, named: names, standing, mark, renamed: new Map() })

describe('erase', () => {
  it('puts a tombstone where any value may stand, and a word where only words do', () => {
    const value = { output: { who: 'Quint', age: 4 }, reason: 'Quint asked', node: 'draft Quint' }
    const standing = standingBy({ values: ['/output'], words: ['/reason'] })
    expect(without(value, standing)).toEqual({
      value: { output: { who: mark, age: 4 }, reason: ERASED, node: ERASED },
      count: 3,
    })
  })

  it('knows any one name of a pattern, and all that lies below', () => {
    const standing = standingBy({ values: ['/tools/*/answer'] })
    expect(standing(['tools', '0', 'answer', 'deep', 'er'])).toBe('value')
    expect(standing(['tools', '0', 'status'])).toBe('fixed')
    expect(standing(['tools', '0'])).toBe('fixed')
  })

  it('gives a member whose name goes the same other name everywhere', () => {
    const renamed = new Map<string, string>()
    const options = { goes, named: names, standing: anywhere, mark, renamed }
    const first = erase({ 'a@Quint': 1, 'b@Quint': 2 }, options)
    expect(first).toEqual({ value: { [ERASED]: 1, [`${ERASED} 2`]: 2 }, count: 2 })
    expect(erase([{ 'b@Quint': 'x' }], options).value).toEqual([{ [`${ERASED} 2`]: 'x' }])
    expect(erasePath('/slot/b@Quint/c', renamed, names)).toBe(`/slot/${ERASED} 2/c`)
    expect(erasePath('/slot/other', renamed, names)).toBe('/slot/other')
  })

  it('does nothing twice', () => {
    const { value } = without({ a: 'Quint', b: ['x', 'Quint'] })
    expect(without(value)).toEqual({ value, count: 0 })
  })

  it('leaves no leaf that goes, and every other as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.boolean(), (json, within) => {
        const given = within ? { kept: json, gone: 'of Quint' } : json
        const { value, count } = without(given)
        expect(JSON.stringify(value)).not.toContain('Quint')
        expect(count).toBe(within ? 1 : 0)
        const kept = within ? (value as { kept: unknown }).kept : value
        expect(canonicalJson(kept, { integers: 'any' })).toBe(canonicalJson(json, { integers: 'any' }))
      }),
    )
  })
})

it('is told from other objects, and said in words', () => {
  expect(isTombstone(mark)).toBe(true)
  expect(isTombstone({ erased: true })).toBe(false)
  expect(sayTombstone(mark)).toBe('Erased on 2026-11-22, as a person’s data')
  expect(sayTombstone({ ...mark, because: 'retention restricted' })).toBe(
    'Erased on 2026-11-22, kept long enough',
  )
})
