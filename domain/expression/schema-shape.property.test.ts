import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCompat } from '../contract/compat'
import { schemaArbitrary } from '../contract/evaluate-arbitrary'
import type { JsonSchema } from '../contract/json-schema'
import { isClosed } from '../policy/closed'
import { holdsWords, ID } from '../team/trust/words'
import { shapeOf } from './schema-shape'

/** Values without words, as a schema: the ids are those of `ID`, and all names that the schemas here list are such. */
const WORDLESS = {
  anyOf: [
    { type: ['number', 'boolean', 'null'] },
    { type: 'string', ...ID },
    { type: 'array', items: { $ref: '#/$defs/wordless' } },
    { type: 'object', propertyNames: ID, additionalProperties: { $ref: '#/$defs/wordless' } },
  ],
}
const of = (type: string, says: object) => ({
  if: { type },
  then: says,
  $defs: { wordless: WORDLESS },
})
const typed = (types: ReadonlySet<string>) => (types.size > 0 ? { type: [...types] } : { not: {} })

/** What is read off a schema, each as a schema that every value of it must then be valid under. */
function claims(schema: JsonSchema): Record<string, JsonSchema> {
  const at = { root: schema, schema }
  const shape = shapeOf(at)
  const said: Record<string, JsonSchema> = { types: typed(shape.types) }
  if (!holdsWords(at)) said['no words'] = { ...of('object', {}), ...WORDLESS }
  if (isClosed(at)) said['closed'] = of('object', { propertyNames: { enum: [...shape.fields.keys()] } })
  if (shape.types.size === 1 && shape.types.has('object'))
    said['required'] = { required: [...shape.required] }
  if (shape.values) said['values'] = { enum: shape.values }
  for (const [name, field] of shape.fields) {
    said[`${name} is`] = of('object', { properties: { [name]: typed(shapeOf(field).types) } })
    if (!holdsWords(field))
      said[`${name} without words`] = of('object', { properties: { [name]: { $ref: '#/$defs/wordless' } } })
  }
  if (shape.others)
    said['others are'] = of('object', { properties: { zz: typed(shapeOf(shape.others).types) } })
  if (shape.items && !holdsWords(shape.items))
    said['items without words'] = of('array', { items: { $ref: '#/$defs/wordless' } })
  if (shape.types.has('array'))
    said['items are'] = of('array', { items: shape.items ? typed(shapeOf(shape.items).types) : false })
  return said
}

const broken = (schema: JsonSchema): string[] =>
  Object.entries(claims(schema)).flatMap(([what, says]) => {
    const found = checkCompat(schema, says)
    return found.verdict === 'incompatible' ? [`${what}: ${JSON.stringify(found.counterexample)}`] : []
  })

const n = { type: 'number' }
const text = { type: 'string' }

describe('what is read off a schema holds of every value that it allows', () => {
  it.each([
    ['items behind the first places', { type: 'array', prefixItems: [n] }],
    ['no items behind the first places', { type: 'array', prefixItems: [n], items: false }],
    ['as many items as there are first places', { type: 'array', prefixItems: [n], maxItems: 1 }],
    ['names that meet no pattern', { type: 'object', patternProperties: { '^a': n } }],
    ['a choice that is silent on a field', { anyOf: [{ properties: { a: n } }, { properties: { b: n } }] }],
    [
      'a choice that forbids it',
      { anyOf: [{ type: 'object', properties: { a: n }, additionalProperties: false }, { type: 'null' }] },
    ],
    [
      'a choice that narrows a field',
      {
        type: 'object',
        properties: { a: text },
        oneOf: [{ properties: { a: { enum: ['x'] } } }, { required: ['b'] }],
      },
    ],
    [
      'a choice that is silent on what another says of others',
      { anyOf: [{ additionalProperties: n }, { properties: { b: n } }] },
    ],
    [
      'other fields that a part has looked at',
      { type: 'object', unevaluatedProperties: false, allOf: [{ additionalProperties: text }] },
    ],
    [
      'other fields that it has looked at',
      { type: 'object', unevaluatedProperties: false, additionalProperties: text },
    ],
    [
      'a field that comes with a condition',
      {
        type: 'object',
        unevaluatedProperties: false,
        if: { required: ['b'] },
        then: { properties: { b: text } },
      },
    ],
    [
      'listed fields of its parts',
      {
        type: 'object',
        unevaluatedProperties: false,
        allOf: [{ properties: { a: n } }],
        $ref: '#/$defs/p',
        $defs: { p: { properties: { b: n } } },
      },
    ],
  ] as [string, JsonSchema][])('%s', (_name, schema) => {
    expect(broken(schema)).toEqual([])
  })

  it('any schema', () => {
    fc.assert(
      fc.property(schemaArbitrary(2), (schema) => {
        expect(broken(schema)).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })
})

describe('what can be told', () => {
  const at = (schema: JsonSchema) => ({ root: schema, schema })

  it('is told of closed choices', () => {
    const choice = (properties: Record<string, JsonSchema>) => ({
      type: 'object',
      properties,
      additionalProperties: false,
    })
    const schema = { oneOf: [choice({ kind: { const: 'a' }, a: n }), choice({ kind: { const: 'b' } })] }
    expect(holdsWords(at(schema))).toBe(false)
    expect([...shapeOf(shapeOf(at(schema)).fields.get('a') ?? at(true)).types]).toEqual(['number'])
  })

  it('is told of parts that only list names', () => {
    expect(isClosed(at({ unevaluatedProperties: false, allOf: [{ properties: { a: n } }] }))).toBe(true)
  })

  it('keeps a field as sensitive as where it is named', () => {
    const a = { ...n, 'x-classification': 'internal', 'x-categories': ['pii'] }
    const schema = { anyOf: [{ properties: { a } }, { properties: { b: n } }] }
    const field = shapeOf(shapeOf(at(schema)).fields.get('a') ?? at(true))
    expect([field.classification, field.categories]).toEqual(['internal', ['pii']])
  })
})
