import { describe, expect, it } from 'vitest'
import { rowsOf, schemaOf, type ArgumentRow } from './argument-rows'

const rows: ArgumentRow[] = [
  { name: 'id', type: 'string', needed: true, description: 'Of the order' },
  { name: 'limit', type: 'integer', needed: false, description: '' },
]

describe('the rows of arguments', () => {
  it('are a schema, and come back from it as they were', () => {
    expect(rowsOf(schemaOf(rows))).toEqual(rows)
    expect(schemaOf(rows)).toMatchObject({ required: ['id'], additionalProperties: false })
  })

  it.each([
    { type: 'object', properties: { id: { type: 'string', minLength: 1 } }, additionalProperties: false },
    { type: 'object', properties: { id: { type: ['string', 'null'] } }, additionalProperties: false },
    { type: 'object', properties: { id: { type: 'string' } } },
    { type: 'object', properties: {}, additionalProperties: false, $defs: {} },
  ])('are not shown where they would lose something: %j', (schema) => {
    expect(rowsOf(schema)).toBeUndefined()
  })
})
