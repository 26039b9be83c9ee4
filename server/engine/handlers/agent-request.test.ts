import { describe, expect, it } from 'vitest'
import { agent } from '@/domain/team/testing/sales-team'
import { contract, field } from '@/domain/team/testing/draw-team'
import { forModels, isStrict } from '@/server/models/strict-schema'
import { checkInstance } from '@/server/bounded'
import { seesByClearance } from '@/domain/policy/by-clearance'
import { answerOrRequestSchema, readAnswerOrRequest, REQUEST_SCHEMA, sayRequest } from './agent-request'

const letter = {
  type: 'object',
  properties: { to: { $ref: '#/$defs/person' } },
  required: ['to'],
  additionalProperties: false,
  $defs: { person: { type: 'string' } },
}
const plea = {
  type: 'object',
  properties: { about: { $ref: '#/$defs/person' } },
  required: ['about'],
  additionalProperties: false,
  $defs: {
    person: {
      type: 'object',
      properties: { born: { type: 'integer' } },
      required: ['born'],
      additionalProperties: false,
    },
  },
}
const beside = { rationale: 'r', confidence: 0.5, alternatives: [], evidence: [], claims: [] }
const asks = { what: 'The date.', why: 'It is missing.', fields: ['date'] }
const read = (value: object, request: Record<string, unknown> = REQUEST_SCHEMA) =>
  readAnswerOrRequest(JSON.stringify({ ...value, ...beside }), letter, request)

describe('the schema of an answer or a request', () => {
  const schema = answerOrRequestSchema(letter, plea)

  it('may be sent in strict mode', () => {
    expect(isStrict(forModels(schema))).toBe(true)
    expect(isStrict(forModels(answerOrRequestSchema(letter, REQUEST_SCHEMA)))).toBe(true)
  })

  it('keeps definitions of the same name apart', () => {
    const fits = (value: object) => checkInstance(schema, { ...beside, ...value }).length === 0
    expect(fits({ output: { to: 'Ada' }, request: null })).toBe(true)
    expect(fits({ output: null, request: { about: { born: 1815 } } })).toBe(true)
    expect(fits({ output: { to: { born: 1815 } }, request: null })).toBe(false)
    expect(fits({ output: null, request: { about: 'Ada' } })).toBe(false)
  })
})

describe('reading an answer or a request', () => {
  it('takes the one that is given', () => {
    expect(read({ output: { to: 'Ada' }, request: null })).toEqual({
      ok: true,
      said: { envelope: { output: { to: 'Ada' }, ...beside } },
    })
    expect(read({ output: null, request: asks })).toEqual({
      ok: true,
      said: { request: asks, grounds: beside },
    })
    // Where a provider has no strict mode, models leave out what is null.
    expect(read({ output: { to: 'Ada' } })).toMatchObject({ ok: true })
    expect(read({ request: asks })).toMatchObject({ ok: true })
  })

  it('takes neither both nor none', () => {
    for (const value of [{ output: { to: 'Ada' }, request: asks }, { output: null, request: null }, {}])
      expect(read(value)).toMatchObject({ ok: false, problems: [{ pointer: '' }] })
  })

  it('holds each to its own schema', () => {
    expect(read({ output: { to: 3 } })).toMatchObject({ ok: false, problems: [{ pointer: '/output/to' }] })
    expect(read({ request: { what: 'x' } })).toMatchObject({
      ok: false,
      problems: [{ pointer: '/request/why' }, { pointer: '/request/fields' }],
    })
    expect(read({ request: { about: { born: 1815 } } }, plea)).toMatchObject({ ok: true })
    expect(readAnswerOrRequest('{', letter, REQUEST_SCHEMA)).toMatchObject({ ok: false })
  })
})

describe('telling a request', () => {
  it('says it as it is in free words', () => {
    expect(sayRequest(asks, undefined, [agent('credit')], seesByClearance)).toBe(
      'This is asked for: The date. The reason given: It is missing. It is about: date.',
    )
  })

  it('shows one by contract only as far as all may see it who work there', () => {
    const named = contract('plea@1', {
      question: field('string'),
      email: field('string', { 'x-classification': 'internal', 'x-categories': ['pii'] }),
      secret: field('string', { 'x-classification': 'restricted' }),
    })
    const asked = { question: 'When?', email: 'a@example.com', secret: 's' }
    expect(sayRequest(asked, named, [agent('credit')], seesByClearance)).toBe(
      'This is asked for: {"question":"When?","email":"a@example.com"}',
    )
    expect(
      sayRequest(asked, named, [agent('credit'), agent('spare', { categories: [] })], seesByClearance),
    ).toBe('This is asked for: {"question":"When?","email":"[masked]"}')
    const secret = contract('plea@1', { secret: field('string', { 'x-classification': 'restricted' }) })
    expect(sayRequest({ secret: 's' }, secret, [agent('credit')], seesByClearance)).toMatch(
      /you may not see what/,
    )
  })
})
