import { describe, expect, it } from 'vitest'
import { formatBytes, wholeScale } from './sizes'

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [88_080_384, '84 MB'],
    [1_288_490_189, '1.2 GB'],
    [1_048_000_000, '999 MB'],
    [1_073_741_824, '1.0 GB'],
  ])('%i is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})

describe('a scale of whole steps', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 4, 8]],
    [100, [0, 40, 80, 120]],
    [2900, [0, 1000, 2000, 3000]],
  ])('up to %i', (most, marks) => expect(wholeScale(most)).toEqual(marks))
})
