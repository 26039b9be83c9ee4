import { describe, expect, it } from 'vitest'
import { differences } from './differences'

describe('what an edit changed', () => {
  it('names the deepest field', () => {
    expect(differences({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1, c: 4 }, d: 3 })).toEqual([
      { pointer: '/a/c', before: 2, after: 4 },
    ])
  })

  it('takes a list as one value, and says what came and went', () => {
    expect(differences({ list: [1, 2], gone: 'x' }, { list: [2, 1], new: 'y' })).toEqual([
      { pointer: '/list', before: [1, 2], after: [2, 1] },
      { pointer: '/gone', before: 'x', after: undefined },
      { pointer: '/new', before: undefined, after: 'y' },
    ])
  })

  it('escapes names as JSON Pointers do', () => {
    expect(differences({ 'a/b~c': 1 }, { 'a/b~c': 2 })[0]?.pointer).toBe('/a~1b~0c')
  })

  it('finds nothing where nothing differs', () =>
    expect(differences({ a: [{ b: 1 }] }, { a: [{ b: 1 }] })).toEqual([]))
})
