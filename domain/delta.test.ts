import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deltaOf, withDelta } from './delta'

const json = fc.jsonValue({ maxDepth: 4 })
/** As it comes out at the other end of a line. */
const sent = <T>(value: T): T => structuredClone(value)

describe('the difference of two values', () => {
  it('turns the one into the other, to the order of its fields', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const got = withDelta(before, sent(deltaOf(before, after)))
        expect(got).toStrictEqual(after)
        expect(JSON.stringify(got)).toBe(JSON.stringify(after))
      }),
      { numRuns: 2000 },
    )
  })

  it('is nothing between equal values, and then all parts stay the same objects', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(deltaOf(value, structuredClone(value))).toBeUndefined()
        expect(withDelta(value, undefined)).toBe(value)
      }),
    )
    // Items that are alike are each the one at their place.
    expect(deltaOf([{}, {}], [{}, {}])).toBeUndefined()
  })

  it('tells only what is new, and keeps the objects of the rest', () => {
    const before = {
      name: 'a',
      nodes: [{ id: 'x' }, { id: 'y' }, { id: 'z' }],
      at: { x: { n: 1 }, y: { n: 2 } },
    }
    const after = {
      ...before,
      nodes: [before.nodes[0], { id: 'w' }, { id: 'z' }],
      at: { ...before.at, x: { n: 3 } },
    }
    const delta = deltaOf(before, after)
    expect(delta).toEqual({
      fields: [
        ['nodes', { items: [0, { is: { id: 'w' } }, 2] }],
        ['at', { fields: [['x', { fields: [['n', { is: 3 }]] }]] }],
      ],
    })
    const got = withDelta(before, sent(delta)) as typeof before
    expect(got).toEqual(after)
    expect(got.nodes[0]).toBe(before.nodes[0])
    // The third is a copy of what stood there: known again.
    expect(got.nodes[2]).toBe(before.nodes[2])
    expect(got.at.y).toBe(before.at.y)
  })

  it('takes a field away, and lets one be called anything', () => {
    const before = JSON.parse('{"a": 1, "b": 2}') as object
    const after = JSON.parse('{"b": 2, "__proto__": {"c": 3}, "constructor": 4}') as object
    const got = withDelta(before, sent(deltaOf(before, after)))
    expect(JSON.stringify(got)).toBe(JSON.stringify(after))
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype)
  })
})
