import { describe, expect, it } from 'vitest'
import { contractFromSchema } from './from-json-schema'
import { readImport, type ImportSort } from './read-source'
import { object, refusal } from './testing/say'

describe('what is made to harm', () => {
  const deep = (levels: number): string => '{"properties":{"a":'.repeat(levels) + '{}' + '}}'.repeat(levels)
  const bomb = {
    ...object({ a: { $ref: '#/$defs/d0' } }),
    $defs: Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        i === 29
          ? { type: 'string' }
          : object({ a: { $ref: `#/$defs/d${i + 1}` }, b: { $ref: `#/$defs/d${i + 1}` } }),
      ]),
    ),
  }
  const wide = object(Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`f${i}`, {}])))
  it.each<[string, () => unknown, RegExp]>([
    [
      'another document',
      () => contractFromSchema(object({ a: { $ref: 'https://example.org/a.json' } })),
      /not fetched/,
    ],
    ['a file', () => contractFromSchema(object({ a: { $ref: 'other.json#/a' } })), /not fetched/],
    ['nowhere', () => contractFromSchema(object({ a: { $ref: '#/$defs/none' } })), /leads nowhere/],
    [
      'round in a circle',
      () =>
        contractFromSchema({
          ...object({ a: { $ref: '#/$defs/a' } }),
          $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
        }),
      /circle/,
    ],
    ['deep text', () => readImport(deep(50_000)), /nested too deeply/],
    ['deep JSON', () => readImport(deep(300)), /nested too deeply/],
    ['wide', () => contractFromSchema(wide), /too large/],
    ['a forbidden name', () => readImport('{"type":"object","properties":{"__proto__":{}}}'), /__proto__/],
    ['no JSON', () => readImport('{"a": '), /^Line 1/],
    ['no schema', () => contractFromSchema(object({ a: 7 })), /not a schema/],
  ])('%s is refused in words', (_what, work, words) => {
    expect(refusal(work)).toMatch(words)
  })

  it('a schema that doubles with each reference stays small', () => {
    expect(JSON.stringify(contractFromSchema(bomb).schema).length).toBeLessThan(200_000)
  })
})

describe('what a pasted text is', () => {
  it.each<[string, ImportSort]>([
    ['{"type":"object","properties":{}}', 'schema'],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema"}', 'schema'],
    ['{"allOf":[{"type":"object"}]}', 'schema'],
    ['{"type":"invoice","items":[{"sku":"A"}]}', 'example'],
    ['{"id":1}', 'example'],
    ['[{"id":1}]', 'example'],
    ['id: 1', 'example'],
  ])('%s', (text, sort) => {
    expect(readImport(text).sort).toBe(sort)
  })

  it('is as somebody says, where they do', () => {
    expect(readImport('{"type":"object","properties":{"a":1}}', 'example').sort).toBe('example')
    expect(refusal(() => readImport('{}', 'openapi'))).toContain('no OpenAPI document')
  })
})
