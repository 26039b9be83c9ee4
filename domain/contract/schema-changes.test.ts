import { expect, it } from 'vitest'
import { schemaChanges } from './schema-changes'

const schema = {
  type: 'object',
  required: ['email', 'lines'],
  additionalProperties: false,
  properties: {
    email: { type: 'string', format: 'email', 'x-classification': 'confidential', 'x-categories': ['pii'] },
    lines: { type: 'array', items: { type: 'object', properties: { amount: { type: 'number' } } } },
  },
}

it('says nothing of schemas that are the same', () => {
  expect(schemaChanges(schema, structuredClone(schema))).toEqual([])
})

it('names a field that came, one that went, and the keywords of one that changed', () => {
  const after = {
    ...schema,
    required: ['email'],
    properties: {
      email: { ...schema.properties.email, 'x-classification': 'restricted' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { price: { type: 'number', minimum: 0 } } },
      },
      address: { type: 'object', properties: { town: { type: 'string' } }, 'x-classification': 'internal' },
    },
  }
  expect(schemaChanges(schema, after)).toEqual([
    { path: 'email', keyword: 'x-classification', before: 'confidential', after: 'restricted' },
    { path: 'lines', keyword: 'required', before: true, after: false },
    { path: 'lines[].amount', keyword: '', before: 'number, optional', after: undefined },
    { path: 'lines[].price', keyword: '', before: undefined, after: 'number, optional' },
    // What lies within a field that is new is new with it.
    { path: 'address', keyword: '', before: undefined, after: 'object, optional, internal' },
  ])
})

it('tells what changes for the contract as a whole', () => {
  expect(schemaChanges(schema, { ...schema, additionalProperties: true })).toEqual([
    { path: '', keyword: 'additionalProperties', before: false, after: true },
  ])
})
