import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schemaArbitrary } from '@/domain/contract/evaluate-arbitrary'
import { validateInstance } from '@/domain/contract/evaluate'
import { fillSchema } from './sandbox-fill'

const invoice = {
  type: 'object',
  properties: {
    number: { type: 'string', pattern: '^INV-[0-9]{3}$' },
    total: { type: 'number', minimum: 10, maximum: 20 },
    kind: { enum: ['credit', 'debit'] },
    lines: { type: 'array', minItems: 2, items: { $ref: '#/$defs/line' } },
    paid: { type: ['string', 'null'], format: 'date' },
    remark: { type: 'string', maxLength: 12 },
  },
  required: ['number', 'total', 'kind', 'lines', 'paid', 'remark'],
  additionalProperties: false,
  $defs: {
    line: { type: 'object', properties: { sku: { type: 'string' }, count: { type: 'integer', minimum: 1 } } },
  },
}

describe('fillSchema', () => {
  it('makes a valid instance, the same for the same input', () => {
    const made = fillSchema(invoice, { a: 1 })
    expect(validateInstance(invoice, made)).toEqual([])
    expect(fillSchema(invoice, { a: 1 })).toEqual(made)
  })

  it('takes values of the same name from the input, where they fit', () => {
    const input = { order: { number: 'INV-042', total: 99, kind: 'debit', sku: 'A-1' } }
    expect(fillSchema(invoice, input)).toMatchObject({
      number: 'INV-042',
      kind: 'debit',
      lines: [{ sku: 'A-1' }, { sku: 'A-1' }],
    })
    expect((fillSchema(invoice, input) as { total: number }).total).toBeLessThanOrEqual(20)
  })

  it('never makes an invalid one', () => {
    fc.assert(
      fc.property(schemaArbitrary(2), (schema) => {
        const made = fillSchema(schema, { a: 1, b: 'x' })
        expect(made === undefined || validateInstance(schema, made).length === 0).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('gives up where nothing is valid', () => {
    expect(fillSchema({ type: 'string', minLength: 3, maxLength: 2 }, {})).toBeUndefined()
  })
})
