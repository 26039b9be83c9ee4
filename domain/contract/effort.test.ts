import { describe, expect, it } from 'vitest'
import { isProportional } from './effort'

const text = (pattern: string) => ({ type: 'string', pattern })

describe('schemas that are checked in time proportional to the value', () => {
  it.each([
    [true],
    [{ type: 'object', required: ['a'], properties: { a: { type: 'number', minimum: 0 } } }],
    [{ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 3 }],
    [{ enum: [1, true, null, 'a'] }],
    [{ const: 'a' }],
    [{ type: 'object', additionalProperties: { type: 'string', format: 'email' } }],
    [{ type: 'string', 'x-classification': 'internal', title: 'T' }],
    [text('^acc-[0-9]{4}$')],
    [text('^[A-Za-z]+$')],
    [text('^\\d{3}-\\w')],
  ])('%j is one', (schema) => {
    expect(isProportional(schema)).toBe(true)
  })

  it.each([
    [text('^(a+)+$')],
    [text('a*a*b')],
    [text('^a*a*b$')],
    [text('^a{2}b{3}$')],
    [text('a+b')],
    [text('^(?:a|a)*$')],
    [text('^(a)\\1')],
    [{ $ref: '#/$defs/a', $defs: { a: true } }],
    [{ anyOf: [true, false] }],
    [{ not: { type: 'string' } }],
    [{ uniqueItems: true }],
    [{ patternProperties: { '^a': true } }],
    [{ unknownKeyword: 1 }],
    [{ enum: [{ a: 1 }] }],
    [{ enum: Array.from({ length: 101 }, (_, i) => i) }],
    [{ const: { a: 1 } }],
    [{ const: [] }],
    [{ properties: { a: { items: { pattern: '(a|b)*' } } } }],
    [{ items: [{ type: 'string' }] }],
  ])('%j is not said to be one', (schema) => {
    expect(isProportional(schema)).toBe(false)
  })

  it('does not take long over a hostile pattern', () => {
    expect(isProportional(text(`^${'[a'.repeat(90)}`))).toBe(false)
    expect(isProportional(text(`^${'a'.repeat(190)}(`))).toBe(false)
  })
})
