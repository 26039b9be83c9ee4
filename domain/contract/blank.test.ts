import { expect, it } from 'vitest'
import { blankOf } from './blank'

it('opens what is required and leaves open what a person must say', () => {
  const schema = {
    type: 'object',
    required: ['account', 'news', 'kind', 'region', 'amount', 'contact'],
    properties: {
      account: {
        type: 'object',
        required: ['id', 'site'],
        properties: { id: { type: 'string' }, site: { properties: { city: { type: 'string' } } } },
      },
      news: { type: 'array', items: { type: 'string' } },
      kind: { const: 'dossier' },
      region: { type: 'string', default: 'EMEA' },
      amount: { type: 'number' },
      contact: { type: ['object', 'null'] },
      optional: { type: 'object' },
    },
  }
  expect(blankOf(schema)).toEqual({ account: { site: {} }, news: [], kind: 'dossier', region: 'EMEA' })
})

it.each([[true], [{}], [{ $ref: '#/$defs/a' }], [{ type: 'string' }]])('says nothing for %j', (schema) => {
  expect(blankOf(schema)).toBeUndefined()
})
