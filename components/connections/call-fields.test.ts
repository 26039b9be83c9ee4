import { describe, expect, it } from 'vitest'
import { MAIL_INPUT } from '@/domain/connection/kinds/mail'
import { argumentsOf, callFields } from './call-fields'

const schema = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Of the order' },
    limit: { type: ['integer', 'null'] },
    urgent: { type: 'boolean' },
    state: { enum: ['open', 'closed'] },
    lines: { type: 'array', items: { type: 'object' } },
  },
  required: ['id'],
}

describe('the fields of a call', () => {
  it('follow the schema of its arguments', () => {
    expect(callFields(schema).map(({ name, kind, needed }) => [name, kind, needed])).toEqual([
      ['id', 'text', true],
      ['limit', 'number', false],
      ['urgent', 'switch', false],
      ['state', 'choice', false],
      ['lines', 'json', false],
    ])
    expect(callFields(MAIL_INPUT).map(({ name, kind }) => [name, kind])).toEqual([
      ['to', 'text'],
      ['cc', 'text'],
      ['subject', 'text'],
      ['text', 'long'],
    ])
  })

  it('send what was typed as what it is, and leave out what is empty', () => {
    const typed = { id: 'O-1', limit: '5', urgent: 'false', state: '', lines: '[{"n":1}]' }
    expect(argumentsOf(callFields(schema), typed)).toEqual({
      arguments: { id: 'O-1', limit: 5, urgent: false, lines: [{ n: 1 }] },
    })
  })

  it('say which field is no value of its kind', () => {
    expect(argumentsOf(callFields(schema), { limit: 'five' })).toMatchObject({ wrong: 'limit' })
    expect(argumentsOf(callFields(schema), { lines: '[' })).toMatchObject({ wrong: 'lines' })
  })
})
