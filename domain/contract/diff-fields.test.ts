import { describe, expect, it } from 'vitest'
import { diffFields } from './diff-fields'

const base = {
  type: 'object',
  properties: {
    id: { type: 'string', 'x-classification': 'internal' },
    amount: { type: 'number', minimum: 0 },
    stage: { enum: ['open', 'won'] },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { sku: { type: 'string', maxLength: 10 } }, required: ['sku'] },
    },
    note: { type: 'string' },
  },
  required: ['id', 'amount'],
  additionalProperties: false,
}
const changed = (properties: Record<string, unknown>, more: object = {}) => ({
  ...base,
  properties: { ...base.properties, ...properties },
  ...more,
})
const said = (after: object) =>
  diffFields(base, after as never).map(({ path, change, words }) => `${change} ${path}: ${words.join('; ')}`)

describe('diffFields', () => {
  it('finds nothing between the same', () => {
    expect(said(structuredClone(base))).toEqual([])
    expect(
      said({ ...base, properties: Object.fromEntries(Object.entries(base.properties).reverse()) }),
    ).toEqual([])
  })

  it('tells what came and went', () => {
    const { note: _note, ...properties } = base.properties
    expect(said({ ...base, properties: { ...properties, owner: { type: 'string' } } })).toEqual([
      'added owner: optional',
      'removed note: was optional',
    ])
  })

  it('tells what takes more, less, or something else', () => {
    expect(said(changed({ amount: { type: 'number' } }))).toEqual(['loosened amount: at least 0 → any'])
    expect(said(changed({ amount: { type: 'integer', minimum: 0 } }))).toEqual([
      'tightened amount: number became whole number',
    ])
    expect(said(changed({ stage: { enum: ['open', 'lost'] } }))).toEqual([
      'changed stage: choices open | won → open | lost',
    ])
    expect(said(changed({}, { required: ['id', 'amount', 'note'] }))).toEqual([
      'tightened note: now required',
    ])
    expect(
      said(changed({ note: { type: ['string', 'null'] } }, { required: ['id', 'amount', 'note'] })),
    ).toEqual(['changed note: now required; type string → string | null'])
    expect(said(changed({ note: { type: 'string', minLength: 0 } }))).toEqual([])
  })

  it('looks into lists and groups, and tells each change once', () => {
    const items = { type: 'object', properties: { sku: { type: 'string', maxLength: 5 } }, required: ['sku'] }
    expect(said(changed({ lines: { type: 'array', items } }))).toEqual([
      'tightened lines.[].sku: longest 10 → 5',
    ])
    expect(
      said(changed({ lines: { type: 'array', items: base.properties.lines.items, maxItems: 3 } })),
    ).toEqual(['tightened lines: most entries any → 3'])
  })

  it('tells what changes for the contract as a whole', () => {
    expect(said({ ...base, additionalProperties: true })).toEqual(['loosened : other fields false → true'])
    expect(said({ ...base, description: 'Of a deal' })).toEqual(['described : described otherwise'])
  })

  it('tells a classification apart from what is accepted', () => {
    expect(
      said(changed({ id: { type: 'string', 'x-classification': 'restricted', 'x-categories': ['pii'] } })),
    ).toEqual(['reclassified id: internal → restricted; no category → pii'])
    expect(said(changed({ note: { type: 'string', description: 'Words' } }))).toEqual([
      'described note: described otherwise',
    ])
  })
})
