import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateSchema } from './evaluate'
import { schemaArbitrary } from './evaluate-arbitrary'
import { exampleOf } from './example'

describe('exampleOf', () => {
  test('fills in a contract with what its fields suggest', () => {
    const lead = {
      type: 'object',
      required: ['company_name', 'budget_band'],
      additionalProperties: false,
      properties: {
        company_name: { type: 'string' },
        email: { type: 'string', format: 'email' },
        budget_band: { enum: ['low', 'mid', 'high'] },
        score: { type: 'number', minimum: 0, maximum: 1 },
        seats: { type: 'integer', minimum: 1 },
        region: { type: 'string', default: 'EMEA' },
        contacts: { type: 'array', items: { $ref: '#/$defs/contact' } },
        postcode: { type: 'string', pattern: '^[A-Z]{2}[0-9]{3}$' },
        met: { type: ['null', 'boolean'] },
      },
      $defs: {
        contact: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string', minLength: 2 } },
        },
      },
    }
    const example = exampleOf(lead)
    expect(example).toEqual({
      company_name: 'Acme Ltd',
      email: 'ann@example.com',
      budget_band: 'low',
      score: 0.5,
      seats: 6,
      region: 'EMEA',
      contacts: [{ name: 'Ann Lindqvist' }],
      postcode: 'AA000',
      met: true,
    })
    expect(exampleOf(structuredClone(lead))).toEqual(example)
  })

  test('ends on recursive schemas', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          required: ['label'],
          properties: {
            label: { type: 'string' },
            children: { type: 'array', items: { $ref: '#/$defs/node' } },
          },
        },
      },
    }
    expect(evaluateSchema(tree, exampleOf(tree))).toBe(true)
    expect(
      exampleOf({ type: 'object', required: ['next'], properties: { next: { $ref: '#' } } }),
    ).toBeUndefined()
  })

  test('is valid wherever a valid value exists', () => {
    let none = 0
    fc.assert(
      fc.property(schemaArbitrary(), (schema) => {
        const example = exampleOf(schema)
        if (example === undefined) none += 1
        else expect(evaluateSchema(schema, example)).toBe(true)
      }),
      { numRuns: 300 },
    )
    expect(none).toBeLessThan(180)
  }, 60_000)
})
