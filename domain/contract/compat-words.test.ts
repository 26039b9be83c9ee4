import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { automatonOf, findWord } from './compat-words'

const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '\\w',
  '[a-c1-3]',
  '\\W',
  '\\u{1F600}',
  '(?:ab|b)',
  '\\.',
  '\\s',
)
const regex: fc.Arbitrary<string> = fc
  .array(
    fc
      .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([base, quantifier]) => base + quantifier),
    { minLength: 1, maxLength: 4 },
  )
  .chain((parts) =>
    fc.constantFrom(
      parts.join(''),
      `^${parts.join('')}`,
      `^${parts.join('')}$`,
      `(${parts.join('|')})$`,
      `(^a|${parts.join('')})*$`,
      `(^|b)${parts.join('')}`,
    ),
  )
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', '1', '.', ' ', '\n', '\u{1F600}', 'é', '_'),
  maxLength: 8,
})

function accepts(source: string, word: string): boolean | undefined {
  const machine = automatonOf(source)
  if (!machine) return undefined
  let state = machine.start
  for (const char of word) state = machine.step(state, char.codePointAt(0) ?? 0)
  return machine.accepts(state)
}

describe('automatonOf', () => {
  test('agrees with the engine of the language on random patterns and texts', () => {
    fc.assert(
      fc.property(regex, fc.array(text, { minLength: 5, maxLength: 10 }), (source, words) => {
        const native = new RegExp(source, 'u')
        for (const word of words)
          expect(accepts(source, word), `${source} on ${JSON.stringify(word)}`).toBe(native.test(word))
      }),
      { numRuns: 800 },
    )
  }, 60_000)

  test.each(['(?=a)b', '(?<!a)b', '(a)\\1', '\\bword', '\\p{L}', '(', '[\\w-.]'])(
    'leaves %s alone',
    (source) => {
      expect(automatonOf(source)).toBeUndefined()
    },
  )
})

describe('findWord', () => {
  const query = (matching: string[], notMatching: string[] = [], more = {}) =>
    findWord({ matching, notMatching, minLength: 0, maxLength: Infinity, excluded: [], ...more })

  test('finds a shortest text that every part of the query accepts', () => {
    fc.assert(
      fc.property(regex, regex, fc.nat(3), (yes, no, minLength) => {
        const word = query([yes], [no], { minLength, maxLength: 6, excluded: ['a', 'ab'] })
        if (typeof word !== 'string') return
        expect(new RegExp(yes, 'u').test(word)).toBe(true)
        expect(new RegExp(no, 'u').test(word)).toBe(false)
        expect([...word].length).toBeGreaterThanOrEqual(minLength)
        expect(['a', 'ab']).not.toContain(word)
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  test.each([
    [['^a{2,3}$'], ['^a+$'], null],
    [['^[0-9]{4}-[0-9]{2}$'], ['^\\d{4}-\\d\\d$'], null],
    [['^(ab)*$'], ['^(ab|ba)*$'], null],
    [['^x$'], [], 'x'],
    [['^$'], [], ''],
    [['a$b'], [], null],
    [['^[0-9a-f]{64}$'], ['^.{60,70}$'], null],
    [['[0-9a-f]{12}'], ['^[0-9a-f]{12}$'], 'aaaaaaaaaaaaa'],
  ])('within %j but not %j: %j', (matching, notMatching, word) => {
    expect(query(matching, notMatching)).toBe(word)
  })

  test('gives up rather than search without end', () => {
    expect(query(['^(a|b)*a(a|b){16}$'], ['^(a|b)*b(a|b){16}$'], { minLength: 500 })).toBeUndefined()
  })
})

test('finds a long text of one letter where there is too much to search', () => {
  const notMatching = ['[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}|@']
  const query = { matching: [], notMatching, minLength: 2001, maxLength: 4000, excluded: [] }
  expect(findWord(query)).toBe('a'.repeat(2001))
  expect(findWord({ ...query, excluded: ['a'.repeat(2001)] })).toMatch(/^(.)\1{2000}$/u)
  expect(findWord({ ...query, matching: ['@'] })).toBeUndefined()
})
