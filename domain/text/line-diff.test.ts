import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineDiff, withoutLongSame } from './line-diff'

const show = (before: string, after: string) => lineDiff(before, after).map(({ sign, text }) => sign + text)

it('keeps what both have, and puts what goes before what comes', () => {
  expect(show('a\nb\nc', 'a\nx\nc')).toEqual([' a', '−b', '+x', ' c'])
  expect(show('', 'a')).toEqual(['+a'])
  expect(show('a', '')).toEqual(['−a'])
  expect(show('a\nb', 'a\nb')).toEqual([' a', ' b'])
  expect(show('b\nc\nd', 'a\nc\nd\ne')).toEqual(['−b', '+a', ' c', ' d', '+e'])
})

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))

it('gives back both sides, whatever they are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after)
      const side = (gone: string) => lines.filter(({ sign }) => sign !== gone).map((line) => line.text)
      expect(side('+').join('\n')).toBe(before)
      expect(side('−').join('\n')).toBe(after)
    }),
  )
})

it('keeps as many lines as any common subsequence has', () => {
  const longest = (a: string[], b: string[]): number =>
    a.length === 0 || b.length === 0
      ? 0
      : a[0] === b[0]
        ? 1 + longest(a.slice(1), b.slice(1))
        : Math.max(longest(a.slice(1), b), longest(a, b.slice(1)))
  const few = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 7 })
  fc.assert(
    fc.property(few, few, (a, b) => {
      const kept = lineDiff(a.join('\n'), b.join('\n')).filter(({ sign }) => sign === ' ')
      expect(kept).toHaveLength(longest(a, b))
    }),
  )
})

it('leaves out long stretches that are the same, and says how long', () => {
  const many = Array.from({ length: 20 }, (_, index) => `line ${index}`)
  const after = many.toSpliced(10, 1, 'another')
  const shown = withoutLongSame(lineDiff(many.join('\n'), after.join('\n')))
  expect(shown[0]).toEqual({ gap: 7 })
  expect(shown.at(-1)).toEqual({ gap: 6 })
  expect(shown).toHaveLength(1 + 3 + 2 + 3 + 1)
})

it('shows a text that is too long to compare as replaced', () => {
  const long = (sign: string) => Array.from({ length: 1001 }, (_, index) => `${sign}${index}`).join('\n')
  const lines = lineDiff(long('a'), long('b'))
  expect([lines.length, lines[0]?.sign, lines.at(-1)?.sign]).toEqual([2002, '−', '+'])
})
