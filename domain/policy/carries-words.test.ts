import { describe, expect, it } from 'vitest'
import { carriesWords } from './carries-words'

describe('arguments have room for words', () => {
  const parameters = {
    type: 'object',
    properties: {
      topic: { enum: ['a topic of several words', 'other'] },
      id: { type: 'string', pattern: '^[A-Z0-9-]+$', maxLength: 20 },
      many: { type: 'number' },
      query: { type: 'string' },
      filter: { type: 'object', properties: { name: { type: 'string' } } },
      ids: { type: 'array', items: { type: 'string', pattern: '^[A-Z0-9-]+$', maxLength: 20 } },
    },
    additionalProperties: false,
  }

  it.each([
    ['listed values, ids and numbers', { topic: 'other', id: 'A-1', many: 3, ids: ['A-1'] }, false],
    ['nothing', {}, false],
    ['free text', { query: 'everything it said' }, true],
    ['free text of one word, which another may be put for', { query: 'one' }, true],
    ['free text that is left out', { query: null }, false],
    ['text within a group', { filter: { name: 'x' } }, true],
    ['names of fields that nobody listed', { other: { 'a whole sentence': 1 } }, true],
    ['what is no group of arguments', 'text', true],
  ] as [string, unknown, boolean][])('%s', (_name, args, expected) => {
    expect(carriesWords(parameters, args)).toBe(expected)
  })
})
