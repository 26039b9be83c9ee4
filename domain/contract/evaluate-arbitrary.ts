import fc from 'fast-check'
import type { JsonSchema } from './json-schema'

/** Random JSON values from a small world, so that random schemas have a say about them. For tests. */
export const valueArbitrary: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 3, -1, 1.5, 6, '', 'a', 'ab', 'b', 'aaa'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

const small = fc.integer({ min: 0, max: 3 })
const names = fc.constantFrom('a', 'b', 'ab', 'c')
const nameLists = fc.uniqueArray(names, { minLength: 1, maxLength: 2 })
const pattern = fc.constantFrom('^a', 'b$', 'a+', '^(ab?)*$', '[^a]', '^.$', '^$')
const types = fc.constantFrom('null', 'boolean', 'number', 'integer', 'string', 'array', 'object')

/** Random schemas over the same small world, with nearly every keyword. For tests. */
export function schemaArbitrary(maxDepth = 3): fc.Arbitrary<JsonSchema> {
  return fc.letrec<{ schema: JsonSchema }>((tie) => {
    const schema = tie('schema')
    const schemas = fc.array(schema, { minLength: 1, maxLength: 3 })
    const partial = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonSchema> =>
      fc.record(shape, { requiredKeys: [], noNullPrototype: true })
    return {
      schema: fc.oneof(
        { maxDepth, withCrossShrink: true },
        fc.oneof(
          fc.boolean(),
          fc.record({ type: types }, { noNullPrototype: true }),
          fc.record(
            { type: fc.uniqueArray(types, { minLength: 1, maxLength: 3 }) },
            { noNullPrototype: true },
          ),
          fc.record(
            { enum: fc.array(valueArbitrary, { minLength: 1, maxLength: 3 }) },
            { noNullPrototype: true },
          ),
          fc.record({ const: valueArbitrary }, { noNullPrototype: true }),
        ),
        partial({
          type: types,
          minimum: small,
          maximum: small,
          exclusiveMinimum: small,
          exclusiveMaximum: small,
          multipleOf: fc.constantFrom(1, 2, 3, 0.5),
        }),
        partial({ type: types, minLength: small, maxLength: small, pattern }),
        partial({
          type: fc.constant('array'),
          items: schema,
          prefixItems: schemas,
          minItems: small,
          maxItems: small,
          uniqueItems: fc.boolean(),
        }),
        partial({
          type: fc.constant('array'),
          contains: schema,
          minContains: small,
          maxContains: small,
          maxItems: small,
          items: schema,
        }),
        partial({
          type: fc.constant('object'),
          properties: fc.dictionary(names, schema, { maxKeys: 3, noNullPrototype: true }),
          required: nameLists,
          additionalProperties: schema,
          patternProperties: fc.dictionary(pattern, schema, { maxKeys: 2, noNullPrototype: true }),
          minProperties: small,
          maxProperties: small,
        }),
        partial({
          properties: fc.dictionary(names, schema, { maxKeys: 2, noNullPrototype: true }),
          propertyNames: schema,
          dependentRequired: fc.dictionary(names, nameLists, { maxKeys: 2, noNullPrototype: true }),
          dependentSchemas: fc.dictionary(names, schema, { maxKeys: 1, noNullPrototype: true }),
        }),
        partial({ allOf: schemas, anyOf: schemas }),
        partial({ oneOf: schemas, not: schema }),
        partial({ if: schema, then: schema, else: schema, type: types }),
        partial({
          allOf: schemas,
          properties: fc.dictionary(names, schema, { maxKeys: 2, noNullPrototype: true }),
          unevaluatedProperties: schema,
          unevaluatedItems: schema,
        }),
      ),
    }
  }).schema
}
