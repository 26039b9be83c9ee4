import { describe, expect, it } from 'vitest'
import { pointerParts, pointerOf, valueAtPointer } from './pointer'

// The document and the pointers of RFC 6901, section 5.
const DOCUMENT = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, '~1': 9 }

describe('pointers', () => {
  it.each([
    [[], '', DOCUMENT],
    [['foo'], '/foo', ['bar', 'baz']],
    [['foo', '0'], '/foo/0', 'bar'],
    [[''], '/', 0],
    [['a/b'], '/a~1b', 1],
    [['m~n'], '/m~0n', 8],
    [['~1'], '/~01', 9],
  ])('%j is %j', (parts, pointer, value) => {
    expect(pointerOf(parts)).toBe(pointer)
    expect(pointerParts(pointer)).toEqual(parts)
    expect(valueAtPointer(DOCUMENT, pointer)).toEqual(value)
  })

  it('finds nothing where nothing stands, nor what every object has', () => {
    expect(valueAtPointer(DOCUMENT, '/foo/2')).toBeUndefined()
    expect(valueAtPointer(DOCUMENT, '/foo/0/bar')).toBeUndefined()
    expect(valueAtPointer(DOCUMENT, '/toString')).toBeUndefined()
  })
})
