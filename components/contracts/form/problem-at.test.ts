import { describe, expect, it } from 'vitest'
import { validateInstance } from '@/domain/contract/evaluate'
import { shapeOf } from '../schema/shape-of'
import { problemAt } from './problem-at'

const FIELDS = {
  name: { type: 'string', minLength: 1, maxLength: 5 },
  code: { type: 'string', minLength: 3 },
  mail: { type: 'string', format: 'email' },
  amount: { type: 'number', minimum: 10 },
  pieces: { type: 'integer' },
  colour: { enum: ['red', 'blue'] },
  tags: { type: 'array', items: { type: 'string' }, minItems: 1 },
}

/** What stands beside a field of a form when a value is in it; undefined: nothing is. */
function beside(name: keyof typeof FIELDS, value: unknown): string | undefined {
  const schema = { type: 'object', properties: { [name]: FIELDS[name] }, required: [name] }
  const filled = value === undefined ? {} : { [name]: value }
  const problems = validateInstance(schema, filled, { formats: 'assertion' })
  return problemAt(problems, `/${name}`, { shape: shapeOf(FIELDS[name], FIELDS[name]), value })
}

describe('what is wrong with a field, in words for people', () => {
  it.each([
    ['name', '', 'Please fill this in.'],
    ['name', undefined, 'Please fill this in.'],
    ['name', 'Eleonora', 'Please enter at most 5 characters; this has 8.'],
    ['code', 'ab', 'Please enter at least 3 characters; this has 2.'],
    ['mail', 'me', 'Please enter an email address, as in name@example.com.'],
    ['amount', 'ten', 'Please enter a number.'],
    ['amount', 3, 'Expected here: at least 10.'],
    ['pieces', 1.5, 'Please enter a whole number.'],
    ['colour', undefined, 'Please choose one.'],
    ['colour', 'green', 'Please choose one of the options.'],
    ['tags', [], 'Expected here: at least 1 item.'],
    ['name', 'Ann', undefined],
  ] as const)('%s with %j', (name, value, says) => {
    expect(beside(name, value)).toBe(says)
  })

  it('keeps the sentence of a rule that is no contract, without the name in front', () => {
    const field = { shape: shapeOf({ type: 'string' }, true), value: 'x' }
    const problems = [{ pointer: '/plan', message: 'plan is not offered any more' }]
    expect(problemAt(problems, '/plan', field)).toBe('is not offered any more')
  })
})
