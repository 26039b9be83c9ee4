import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCompat } from './compat'
import { evaluateSchema } from './evaluate'
import { schemaArbitrary, valueArbitrary } from './evaluate-arbitrary'
import type { JsonSchema } from './json-schema'

interface VectorCase {
  id: string
  sub: JsonSchema
  super: JsonSchema
  expected: boolean
}

const VECTORS = new URL('testing/vectors/subschema.json', import.meta.url)

/**
 * Labels that do not follow from JSON Schema.
 * d815bfa15a03: "a multiple of 3 need not be a multiple of 0.3". Validation 6.2.1 asks for an integer quotient, and
 * 3k / 0.3 = 10k always is one, in decimal and as rounded by IEEE 754 alike (the error of 0.3 is below half a unit in
 * the last place of the quotient). The label comes from taking the floating-point remainder, 3 % 0.3 = 0.2999….
 */
const MISLABELLED = new Set(['d815bfa15a03'])

describe('the vectors of jsonsubschema', () => {
  const { cases } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { cases: VectorCase[] }
  const results = cases.map((vector) => ({ ...vector, result: checkCompat(vector.sub, vector.super) }))

  test('no verdict contradicts its label', () => {
    const wrong = results.filter(({ result, expected, id }) => {
      const label = MISLABELLED.has(id) ? !expected : expected
      return result.verdict !== 'unknown' && (result.verdict === 'compatible') !== label
    })
    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  test('at least 97 % of the pairs are decided, every misfit shown', () => {
    expect(results.length).toBeGreaterThan(200)
    const decided = results.filter(({ result }) => result.verdict !== 'unknown').length
    console.info(`subschema.json: ${decided} of ${results.length} pairs decided, none wrongly`)
    expect(decided / results.length).toBeGreaterThanOrEqual(0.97)
    for (const { sub, super: sup, result } of results) {
      if (result.verdict !== 'incompatible') continue
      expect(evaluateSchema(sub, result.counterexample)).toBe(true)
      expect(evaluateSchema(sup, result.counterexample)).toBe(false)
    }
  })
})

describe('properties', () => {
  test('a schema fits itself', () => {
    fc.assert(
      fc.property(schemaArbitrary(), (schema) => {
        expect(checkCompat(schema, structuredClone(schema)).verdict).not.toBe('incompatible')
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  test('no verdict is contradicted by a value, and most pairs are decided', () => {
    const tally = { compatible: 0, incompatible: 0, unknown: 0 }
    fc.assert(
      fc.property(
        schemaArbitrary(),
        schemaArbitrary(),
        fc.array(valueArbitrary, { minLength: 20, maxLength: 40 }),
        (sub, sup, values) => {
          for (const [left, right] of [
            [sub, sup],
            [{ allOf: [sub, sup] }, sup],
            [sub, { anyOf: [sub, sup] }],
          ] as [JsonSchema, JsonSchema][]) {
            const result = checkCompat(left, right)
            tally[result.verdict] += 1
            if (result.verdict === 'incompatible') {
              expect(evaluateSchema(left, result.counterexample)).toBe(true)
              expect(evaluateSchema(right, result.counterexample)).toBe(false)
            }
            if (result.verdict === 'compatible') {
              for (const value of values)
                expect(evaluateSchema(left, value) && !evaluateSchema(right, value)).toBe(false)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
    expect(tally.unknown / (tally.compatible + tally.incompatible + tally.unknown)).toBeLessThan(0.05)
  }, 60_000)
})
