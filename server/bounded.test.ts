import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import { bounded, checkInstance, TooLongError } from './bounded'

const text = `${'a'.repeat(40)}b`

/** Thirty times twice the same: a thousand million visits of one value. */
const doubling = (): JsonSchema => {
  const twice = (i: number) => ({ allOf: [{ $ref: `#/$defs/a${i}` }, { $ref: `#/$defs/a${i}` }] })
  const $defs = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a${i}`, twice(i + 1)]))
  return { $ref: '#/$defs/a0', $defs: { ...$defs, a30: { type: 'object' } } }
}

describe('work under a limit of time', () => {
  it.each([
    ['a pattern that backtracks', () => evaluateExpression("s.matches('^(a+)+$')", { s: text })],
    [
      'loops within loops',
      () =>
        evaluateExpression('l.all(a, l.all(b, l.all(c, a + b + c >= 0)))', {
          l: Array.from({ length: 2000 }, () => 1),
        }),
    ],
    [
      'a loop',
      () => {
        for (;;);
      },
    ],
  ])('%s is ended', (_what, work) => {
    const began = performance.now()
    expect(() => bounded(work, 100)).toThrow(TooLongError)
    expect(performance.now() - began).toBeLessThan(1500)
  })

  it('what was ended while the processor had other work is begun once more, with more time', () => {
    const clock = new Int32Array(new SharedArrayBuffer(4))
    let begun = 0
    const waits = (milliseconds: number) => () => {
      begun++
      // As when others have the processor: time goes by, and none of it is used.
      for (const until = performance.now() + milliseconds; performance.now() < until;)
        Atomics.wait(clock, 0, 0, 20)
      return 'done'
    }
    expect(bounded(waits(300), 200)).toBe('done')
    expect(begun).toBe(2)
    expect(() => bounded(waits(30_000), 100)).toThrow(TooLongError)
    expect(begun).toBe(4)
  })

  it('gives back what came of it, and throws what it threw', () => {
    const made = { a: [1] }
    expect(bounded(() => made)).toBe(made)
    const own = new ExpressionError('own')
    expect(() =>
      bounded(() => {
        throw own
      }),
    ).toThrow(own)
    expect(bounded(() => bounded(() => 1) + bounded(() => 2))).toBe(3)
  })

  it.each([
    ['a pattern', { type: 'string', pattern: '^(a+)+$' }, text],
    ['references that double', doubling(), {}],
  ])('a value does not fit when %s cannot be checked in time', (_what, schema, value) => {
    expect(checkInstance(schema, value)).toMatchObject([{ pointer: '', keyword: 'time' }])
  })
})
