import { describe, expect, it } from 'vitest'
import { applyStatePatch, invertPatch, stateAt, writeSlot, type State, type StatePatch } from './patch'
import { scopePath, visibleState } from './scoped'

const root: State = {
  start: 'all see this',
  each: {
    0: { each: 'first' },
    1: {
      each: 'second',
      draft: 'of the second',
      inner: { 0: { inner: 'x' }, 1: { inner: 'y', draft: 'of y' } },
    },
  },
}

describe('visibleState', () => {
  it('is all slots where a token is in no item', () => {
    expect(visibleState(root, '')).toBe(root)
  })

  it('lays the slots of an item over those of all', () => {
    expect(visibleState(root, 'each#0:0')).toEqual({ start: 'all see this', each: 'first' })
    expect(visibleState(root, 'each#7:1')).toMatchObject({ each: 'second', draft: 'of the second' })
  })

  it('lays the inner over the outer', () => {
    expect(visibleState(root, 'each#0:1/inner#3:1')).toEqual({
      start: 'all see this',
      each: 'second',
      draft: 'of y',
      inner: 'y',
    })
    expect(visibleState(root, 'each#0:1/inner#3:0')).toMatchObject({ draft: 'of the second', inner: 'x' })
  })

  it('shows nothing of an item that is not there', () => {
    expect(visibleState(root, 'each#0:9')).toEqual(root)
    expect(visibleState({ each: 'no object' }, 'each#0:0')).toEqual({ each: 'no object' })
    expect(visibleState(root, 'constructor#0:0')).toEqual(root)
  })
})

describe('writeSlot in a frame', () => {
  it('writes where the token sees it, and leaves all else as it is', () => {
    for (const scope of ['', 'each#0:1', 'each#0:1/inner#0:0']) {
      const { state, patch } = writeSlot(root, 'note', { n: 1 }, scopePath(scope))
      expect(visibleState(state, scope).note).toEqual({ n: 1 })
      expect(applyStatePatch(root, patch)).toEqual(state)
      expect(applyStatePatch(state, invertPatch(root, patch))).toEqual(root)
      expect(patch).toEqual([
        { op: 'add', path: `/${[...scopePath(scope), 'note'].join('/')}`, value: { n: 1 } },
      ])
      expect(root).not.toHaveProperty('note')
    }
  })

  it('patches only what differs, and nothing beside it', () => {
    const frame = scopePath('each#0:1')
    const { state, patch } = writeSlot(root, 'draft', 'better', frame)
    expect(patch).toEqual([{ op: 'replace', path: '/each/1/draft', value: 'better' }])
    expect(visibleState(state, 'each#0:0')).toEqual(visibleState(root, 'each#0:0'))
  })

  it('leads through maps within maps, version by version', () => {
    const writes: [string, unknown, string][] = [
      ['start', 1, ''],
      ['each', { 0: { each: 'a' }, 1: { each: 'b' } }, ''],
      ['inner', { 0: { inner: 'a0' } }, 'each#0:0'],
      ['done', true, 'each#0:0/inner#0:0'],
      ['inner', {}, 'each#0:1'],
      ['each', { 0: { each: 'c' } }, ''],
    ]
    const states: State[] = [{}]
    const patches: StatePatch[] = []
    for (const [slot, value, scope] of writes) {
      const { state, patch } = writeSlot(states.at(-1) as State, slot, value, scopePath(scope))
      states.push(state)
      patches.push(patch)
    }
    states.forEach((state, version) => {
      expect(stateAt(patches, version)).toEqual(state)
    })
    expect(states[4]).toMatchObject({ each: { 0: { inner: { 0: { inner: 'a0', done: true } } } } })
    expect(states.at(-1)).toEqual({ start: 1, each: { 0: { each: 'c' } } })
  })

  it('refuses a frame that leads nowhere', () => {
    expect(() => writeSlot(root, 'note', 1, scopePath('each#0:9'))).toThrow(RangeError)
    expect(() => writeSlot({ each: [] }, 'note', 1, scopePath('each#0:0'))).toThrow(/There is no each/)
  })

  it('keeps apart what was one object in two places', () => {
    const shared = { n: 1 }
    const state: State = { draft: shared, gathered: { one: shared } }
    const { patch, state: written } = writeSlot(state, 'draft', { n: 2 })
    expect(applyStatePatch(state, patch)).toEqual(written)
    expect(written.gathered).toEqual({ one: { n: 1 } })
  })
})
