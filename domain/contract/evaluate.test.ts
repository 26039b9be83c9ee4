import Ajv2020 from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateSchema, validateInstance } from './evaluate'
import { schemaArbitrary, valueArbitrary } from './evaluate-arbitrary'
import type { JsonSchema } from './json-schema'

/**
 * Where ajv 8 departs from 2020-12 (core, 11 and 7.7.1.1) it is no reference: for `unevaluated…` it keeps what a failing
 * `if` has looked at, forgets what `contains` has, and counts `dependentSchemas` that do not apply. Stated below instead.
 */
const comparable = (schema: JsonSchema): boolean => {
  const text = JSON.stringify(schema)
  return !text.includes('"unevaluated') || !/"(if|contains|dependentSchemas)":/.test(text)
}

/** ajv's verdict; undefined where the code it generates is broken (`not: true` beside `oneOf`: "items0 is not defined"). */
function ajvVerdict(validate: (value: unknown) => unknown, value: unknown): boolean | undefined {
  try {
    return validate(value) === true
  } catch {
    return undefined
  }
}

describe('evaluateSchema', () => {
  test('agrees with ajv on random schemas and values', () => {
    let valid = 0
    fc.assert(
      fc.property(
        schemaArbitrary().filter(comparable),
        fc.array(valueArbitrary, { minLength: 4, maxLength: 8 }),
        (schema, values) => {
          const ajv = new Ajv2020({
            strict: false,
            validateFormats: false,
            validateSchema: false,
            logger: false,
          })
          const reference = ajv.compile(schema)
          for (const value of values) {
            const verdict = ajvVerdict(reference, value)
            if (verdict === undefined) continue
            if (verdict) valid += 1
            expect(evaluateSchema(schema, value)).toBe(verdict)
            expect(validateInstance(schema, value).length === 0).toBe(verdict)
          }
        },
      ),
      { numRuns: 400 },
    )
    expect(valid).toBeGreaterThan(200)
  }, 60_000)

  test('agrees with ajv-formats when formats are asserted', () => {
    const ajv = new Ajv2020({ strict: false })
    addFormats(ajv)
    const texts = [
      'a@b.co',
      '2024-02-30',
      '2024-02-29',
      '10.0.0.1',
      'text',
      '',
      'https://a.example/x',
      '12:00:00Z',
    ]
    for (const format of ['email', 'date', 'ipv4', 'uri', 'time', 'date-time', 'uuid', 'unheard-of']) {
      for (const text of texts) {
        const expected = format === 'unheard-of' || ajv.validate({ format }, text)
        expect(evaluateSchema({ format }, text, { formats: 'assertion' }), `${format}: ${text}`).toBe(
          expected,
        )
        expect(evaluateSchema({ format }, text)).toBe(true)
      }
    }
  })

  test.each([
    [{ multipleOf: 0.01 }, 19.99, true],
    [{ multipleOf: 0.01 }, 19.995, false],
    [{ minimum: 5, exclusiveMinimum: true }, 5, false],
    [{ items: [{ type: 'string' }], additionalItems: false }, ['a', 1], false],
    [{ items: [{ type: 'string' }], additionalItems: { type: 'number' } }, ['a', 1], true],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, false],
    [{ minLength: 2 }, '\u{1F600}', false],
    [{ $ref: '#/definitions/a~1b', definitions: { 'a/b': { type: 'null' } } }, null, true],
    [{ $ref: '#node', $defs: { x: { $anchor: 'node', type: 'null' } } }, 1, false],
    [
      { if: { properties: { a: { type: 'null' } } }, then: true, unevaluatedProperties: false },
      { a: null },
      true,
    ],
    [
      { if: { properties: { a: { type: 'null' } } }, then: true, unevaluatedProperties: false },
      { a: 1 },
      false,
    ],
    [{ contains: { type: 'null' }, unevaluatedItems: { type: 'number' } }, [null, 1], true],
    [{ contains: { type: 'null' }, unevaluatedItems: { type: 'number' } }, [null, 'a'], false],
    [{ $ref: '#' }, 1, false],
    [{ $ref: 'https://elsewhere.example/schema' }, 1, false],
    [{ properties: { constructor: { type: 'string' } } }, {}, true],
    [{ required: ['toString'] }, {}, false],
    [
      { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false },
      { next: { next: { x: 1 } } },
      false,
    ],
  ])('%j on %j is %s', (schema, value, verdict) => {
    expect(evaluateSchema(schema, value)).toBe(verdict)
  })
})

test('a value nested without end is refused, not crashed on', () => {
  const tree = { anyOf: [{ allOf: [{ type: 'array', items: { $ref: '#' } }] }, { type: 'null' }] }
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
  expect(evaluateSchema(tree, nested(150))).toBe(true)
  expect(evaluateSchema(tree, nested(50_000))).toBe(false)
})

describe('validateInstance', () => {
  const lead = {
    type: 'object',
    required: ['budget_band', 'contacts'],
    properties: {
      budget_band: { enum: ['low', 'mid', 'high'] },
      contacts: {
        type: 'array',
        items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      },
      score: { anyOf: [{ type: 'number', maximum: 1 }, { type: 'null' }] },
    },
    additionalProperties: false,
  }

  test('names each misfit by pointer, in words', () => {
    const issues = validateInstance(lead, {
      budget_band: 'unknown',
      contacts: [{ name: 'a' }, {}],
      score: 2,
      'x/y': 1,
    })
    expect(issues).toEqual([
      {
        pointer: '/budget_band',
        message: '"unknown" is not one of 3 accepted values',
        expected: 'one of "low", "mid", "high"',
        keyword: 'enum',
      },
      { pointer: '/contacts/1/name', message: 'name is missing', expected: 'a value', keyword: 'required' },
      { pointer: '/score', message: '2 is more than 1', expected: 'at most 1', keyword: 'maximum' },
      {
        pointer: '/x~1y',
        message: '1 stands in a field that is not accepted',
        expected: 'only the named fields',
        keyword: 'additionalProperties',
      },
    ])
  })

  test('says which form was meant where one fits by its tag', () => {
    const forms = {
      oneOf: [
        { type: 'object', required: ['kind', 'iban'], properties: { kind: { const: 'transfer' } } },
        { type: 'object', required: ['kind', 'card'], properties: { kind: { const: 'card' } } },
      ],
    }
    expect(validateInstance(forms, { kind: 'card' }).map((issue) => issue.pointer)).toEqual(['/card'])
    expect(validateInstance(forms, 5).map((issue) => issue.message)).toEqual(['5 is not an object'])
  })
})
