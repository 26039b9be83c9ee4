import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findNonJson } from '../record/canonical'
import {
  applyStatePatch,
  invertPatch,
  patchBetween,
  stateAt,
  writeSlot,
  type State,
  type StatePatch,
} from './patch'

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)
const writes = fc.array(fc.tuple(fc.constantFrom('start', 'dossier', 'draft'), json), { maxLength: 8 })
const clean = (value: unknown) => findNonJson(value) === null

describe('writeSlot', () => {
  it('adds a slot and changes only what differs', () => {
    const first = writeSlot({}, 'draft', { amount: 1, stage: 'open' })
    expect(first).toEqual({
      patch: [{ op: 'add', path: '/draft', value: { amount: 1, stage: 'open' } }],
      state: { draft: { amount: 1, stage: 'open' } },
    })
    const second = writeSlot(first.state, 'draft', { amount: 2, stage: 'open' })
    expect(second.patch).toEqual([{ op: 'replace', path: '/draft/amount', value: 2 }])
    expect(first.state).toEqual({ draft: { amount: 1, stage: 'open' } })
  })

  it('leads to every version and back', () => {
    fc.assert(
      fc.property(writes.filter(clean), (list) => {
        const states: State[] = [{}]
        const patches: StatePatch[] = []
        for (const [slot, value] of list) {
          const written = writeSlot(states.at(-1) as State, slot, value)
          states.push(written.state)
          patches.push(written.patch)
        }
        states.forEach((state, version) => {
          expect(stateAt(patches, version)).toEqual(state)
        })
        patches.forEach((patch, i) => {
          const [before, after] = [states[i] as State, states[i + 1] as State]
          expect(applyStatePatch(before, patch)).toEqual(after)
          expect(applyStatePatch(after, invertPatch(before, patch))).toEqual(before)
          expect(applyStatePatch(states[0] as State, patchBetween({}, after))).toEqual(after)
        })
      }),
    )
  })

  it('carries a member named __proto__ and lets it touch nothing', () => {
    const odd = (n: number): unknown => JSON.parse(`{"__proto__":{"polluted":${n}},"n":${n}}`)
    const first = writeSlot({}, 'a', odd(1))
    const second = writeSlot(first.state, 'a', odd(2))
    expect(JSON.stringify(stateAt([first.patch, second.patch], 2))).toBe(
      '{"a":{"__proto__":{"polluted":2},"n":2}}',
    )
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('does not share what it applies', () => {
    const patch: StatePatch = [{ op: 'add', path: '/a', value: { b: 1 } }]
    const state = stateAt([patch, [{ op: 'replace', path: '/a/b', value: 2 }]], 2)
    expect(state).toEqual({ a: { b: 2 } })
    expect(patch).toEqual([{ op: 'add', path: '/a', value: { b: 1 } }])
  })

  it('refuses patches of another state and versions that are not there', () => {
    expect(() => applyStatePatch({}, [{ op: 'replace', path: '/a/b', value: 1 }])).toThrow(RangeError)
    expect(() => stateAt([[{ op: 'remove', path: '/a' }]], 1)).toThrow(RangeError)
    expect(() => stateAt([], 1)).toThrow(/no version 1/)
    expect(() => stateAt([], -1)).toThrow(RangeError)
  })
})
