import { describe, expect, test } from 'vitest'
import { checkCompat } from './compat'
import type { JsonSchema } from './json-schema'

describe('checkCompat', () => {
  const verdictOf = (
    sub: JsonSchema,
    sup: JsonSchema,
    formats: 'annotation' | 'assertion' = 'annotation',
  ): string => checkCompat(sub, sup, { formats }).verdict

  test('says in words what the target will not take, and where', () => {
    const target = {
      type: 'object',
      required: ['budget_band', 'contacts'],
      properties: {
        budget_band: { enum: ['low', 'mid', 'high'] },
        contacts: {
          type: 'array',
          items: { type: 'object', required: ['email'], properties: { email: { type: 'string' } } },
        },
        score: { type: 'number', maximum: 1 },
      },
      additionalProperties: false,
    }
    const changed = (
      properties: Record<string, unknown>,
      more: Record<string, unknown> = {},
    ): JsonSchema => ({
      ...target,
      properties: { ...target.properties, ...properties },
      ...more,
    })
    const misfit = (sub: JsonSchema): string[] => {
      const result = checkCompat(sub, target)
      return result.verdict === 'incompatible' ? [result.pointer, result.reason] : [result.verdict]
    }
    expect(misfit(target)).toEqual(['compatible'])
    expect(misfit(changed({ budget_band: { enum: ['low', 'unknown'] } }))).toEqual([
      '/budget_band',
      'budget_band may be "unknown", which is not one of 3 accepted values',
    ])
    expect(misfit(changed({}, { required: ['budget_band'] }))).toEqual([
      '/contacts',
      'contacts may be missing, but it is required',
    ])
    expect(misfit(changed({ score: { type: 'number', maximum: 10 } }))).toEqual([
      '/score',
      'score may be 2, which is more than 1',
    ])
    expect(misfit(changed({ contacts: { type: 'array', items: { type: 'object' } } }))).toEqual([
      '/contacts/0/email',
      'email may be missing, but it is required',
    ])
    expect(misfit(changed({ 'due/day': { type: 'string' } }))).toEqual([
      '/due~1day',
      'due/day may be given, but only the fields named in the contract are accepted',
    ])
  })

  test.each<[string, JsonSchema, JsonSchema, string]>([
    ['patterns by inclusion', { pattern: '^[A-Z]{2}[0-9]+$' }, { pattern: '^[A-Z]+[0-9]*$' }, 'compatible'],
    [
      'patterns and lengths',
      { type: 'string', pattern: '^a{3,5}$' },
      { minLength: 3, maxLength: 5 },
      'compatible',
    ],
    [
      'a pattern beyond automata, the same in both',
      { pattern: '^(?=a).*$', maxLength: 3 },
      { pattern: '^(?=a).*$' },
      'compatible',
    ],
    ['a pattern beyond automata, met by a try', { type: 'string' }, { pattern: '^(?!text)' }, 'incompatible'],
    [
      'a pattern beyond automata, not met',
      { type: 'string', pattern: '^(?=qq)..$' },
      { maxLength: 1 },
      'unknown',
    ],
    [
      'characters, not code units',
      { type: 'string', pattern: '^\\u{1F600}$' },
      { maxLength: 1 },
      'compatible',
    ],
    ['steps', { type: 'number', multipleOf: 0.06 }, { multipleOf: 0.01 }, 'compatible'],
    [
      'steps with gaps',
      { type: 'integer', multipleOf: 4, not: { multipleOf: 8 } },
      { not: { multipleOf: 16 } },
      'compatible',
    ],
    [
      'too few values for a set',
      { items: { enum: [1, 2] }, minItems: 3, uniqueItems: true, type: 'array' },
      false,
      'compatible',
    ],
    [
      'contained often enough',
      { type: 'array', items: { type: 'integer' }, minItems: 2 },
      { contains: { type: 'number' }, minContains: 2 },
      'compatible',
    ],
    [
      'contained too often',
      { type: 'array' },
      { contains: { type: 'number' }, maxContains: 2, minContains: 0 },
      'incompatible',
    ],
    [
      'names by pattern',
      { additionalProperties: false, patternProperties: { '^ab+$': { type: 'integer' } }, type: 'object' },
      { propertyNames: { pattern: '^a' } },
      'compatible',
    ],
    [
      'names that run out',
      { type: 'object', propertyNames: { enum: ['a', 'b'] } },
      { maxProperties: 2 },
      'compatible',
    ],
    [
      'dependencies',
      { type: 'object', dependentRequired: { a: ['b'], b: ['c'] } },
      { if: { required: ['a'] }, then: { required: ['c'] } },
      'compatible',
    ],
    [
      'conditions',
      { if: { properties: { k: { const: 1 } } }, then: { required: ['a'] }, properties: { k: { const: 1 } } },
      { anyOf: [{ not: { type: 'object' } }, { required: ['a'] }] },
      'compatible',
    ],
    [
      'the rest of several parts',
      { allOf: [{ properties: { a: {} } }, { properties: { b: {} } }], unevaluatedProperties: false },
      { properties: { a: {}, b: {} }, additionalProperties: false },
      'compatible',
    ],
    [
      'a reference that leads nowhere',
      { $ref: 'https://elsewhere.example/a' },
      { type: 'string' },
      'unknown',
    ],
    ['a reference in a circle', { $ref: '#' }, { type: 'string' }, 'unknown'],
    ['a paradox', { type: 'string' }, { not: { $ref: '#' } }, 'unknown'],
  ])('%s', (_, sub, sup, verdict) => {
    expect(verdictOf(sub, sup)).toBe(verdict)
  })

  test('recursive schemas are compared all the way down', () => {
    const tree = (value: JsonSchema): JsonSchema => ({
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          required: ['value'],
          properties: { value, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
        },
      },
    })
    expect(verdictOf(tree({ type: 'integer' }), tree({ type: 'number' }))).toBe('compatible')
    expect(verdictOf(tree({ type: 'number' }), tree({ type: 'integer' }))).toBe('incompatible')
    const endless = { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } }
    expect(verdictOf(endless, false)).toBe('compatible')
  })

  test('formats describe by default and decide where asked to', () => {
    const written = (format: string): JsonSchema => ({ type: 'string', format })
    const [email, date, uri] = [written('email'), written('date'), written('uri')] as const
    expect(verdictOf({ type: 'string' }, email)).toBe('compatible')
    expect(verdictOf(email, { type: 'string' })).toBe('compatible')
    expect(verdictOf(email, date)).toBe('unknown')
    expect(verdictOf({ type: 'string' }, email, 'assertion')).toBe('incompatible')
    expect(verdictOf(email, email, 'assertion')).toBe('compatible')
    expect(verdictOf(email, date, 'assertion')).toBe('incompatible')
    expect(verdictOf(uri, { format: 'uri-reference' }, 'assertion')).toBe('compatible')
  })

  test('variants told apart by a tag are compared variant by variant', () => {
    const variants = (tags: string[], field: JsonSchema): JsonSchema => ({
      oneOf: tags.map((tag) => ({
        type: 'object',
        required: ['kind', 'note', tag],
        properties: {
          kind: { const: tag },
          note: { type: 'string' },
          [tag]: field,
          extra: { type: ['string', 'null'] },
        },
        additionalProperties: false,
      })),
    })
    const tags = ['call', 'mail', 'visit', 'letter', 'chat', 'form']
    expect(verdictOf(variants(tags, { type: 'integer' }), variants(tags, { type: 'number' }))).toBe(
      'compatible',
    )
    expect(
      checkCompat(variants(tags, { type: 'integer' }), variants(tags.slice(1), { type: 'number' })),
    ).toMatchObject({
      pointer: '/kind',
      reason: 'kind may be "call", which is not one of 5 accepted values',
    })
  })

  test('a schema nested thousands deep ends in a doubt', () => {
    let deep: JsonSchema = { type: 'string' }
    for (let i = 0; i < 20_000; i += 1) deep = { items: deep }
    expect(verdictOf(deep, { type: 'array' })).toBe('unknown')
  })

  test('an intricate pair ends in a doubt', () => {
    const branching = (seed: number): JsonSchema => ({
      allOf: Array.from({ length: 12 }, (_, i) => ({
        anyOf: Array.from({ length: 6 }, (_, j) => ({
          required: [`p${(i * 7 + j * seed) % 40}`],
          properties: { [`p${(i + j * seed) % 40}`]: { minimum: j } },
        })),
      })),
    })
    // Were its effort not bounded, the test would not end within its time.
    expect(['unknown', 'incompatible']).toContain(verdictOf(branching(5), branching(11)))
  })

  test('a contract of twenty fields is decided both ways', () => {
    const fields = (widen: number): JsonSchema[] => [
      { type: 'string', maxLength: 200 + widen },
      { type: 'integer', minimum: 0, maximum: 100 + widen },
      { enum: ['low', 'mid', 'high', ...(widen ? ['none'] : [])] },
      { type: 'array', items: { type: 'string' }, maxItems: 5 + widen },
      { type: ['string', 'null'], pattern: widen ? '^[A-Z]+[0-9]+$' : '^[A-Z]{2}[0-9]{4}$' },
      {
        type: 'object',
        required: ['x'],
        properties: { x: { type: 'number' }, y: { type: 'number' } },
        additionalProperties: widen > 0,
      },
      { anyOf: [{ type: 'number' }, { type: 'null' }] },
      { type: 'string', format: 'date' },
      { type: 'boolean' },
      { type: 'string', pattern: '@' },
    ]
    const contract = (widen: number): JsonSchema => {
      const properties = Object.fromEntries(
        [...fields(widen), ...fields(widen)].map((field, i) => [`field_${i}`, field]),
      )
      return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false }
    }
    expect(verdictOf(contract(0), contract(1))).toBe('compatible')
    expect(verdictOf(contract(1), contract(0))).toBe('incompatible')
  })
})
