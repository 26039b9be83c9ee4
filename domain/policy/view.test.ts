import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '../contract/json-schema'
import { CATEGORIES, CLASSIFICATIONS, clears, type Category, type Classification } from './classification'
import { seesByClearance } from './by-clearance'
import { compileView as compile, type ViewSource } from './compile-view'
import { REDACTED } from './mask'
import { serveView } from './serve-view'
import type { Looker } from './sight'

const field = (classification?: Classification, categories: Category[] = [], more: object = {}) => ({
  ...(classification && { 'x-classification': classification }),
  ...(categories.length > 0 && { 'x-categories': categories }),
  ...more,
})
const others = { slug: 'drafting', owner: 'Somebody', tier: 'standard', autonomy: 1 } as const
const reader: Looker = { ...others, name: 'Drafting', clearance: 'confidential', categories: ['financial'] }
const compileView = (sources: readonly ViewSource[], looker: Looker) =>
  compile(sources, looker, seesByClearance)

const dossier: JsonSchema = {
  $defs: {
    contact: {
      type: 'object',
      properties: {
        name: field('internal', [], { type: 'string' }),
        email: field('internal', ['pii'], { type: 'string' }),
      },
    },
  },
  type: 'object',
  properties: {
    account: {
      type: 'object',
      properties: {
        name: field('public', [], { type: 'string' }),
        revenue: field('confidential', ['financial'], { type: 'number' }),
        iban: field('restricted', ['financial'], { type: 'string' }),
        secret: { type: 'string' },
      },
    },
    contacts: { type: 'array', items: { $ref: '#/$defs/contact' } },
    main: { anyOf: [{ $ref: '#/$defs/contact' }, { type: 'null' }] },
    tags: field('internal', [], { type: 'array', items: { type: 'string' } }),
    raw: field('internal', [], { type: 'object' }),
    labels: { type: 'array', items: field('public', [], { type: 'string' }) },
  },
}
const state = {
  dossier: {
    account: { name: 'Lumen', revenue: 5, iban: 'DE1', secret: 's', extra: 'x' },
    contacts: [
      { name: 'A', email: 'a@x' },
      { email: 'b@x', phone: '1' },
    ],
    main: { name: 'M', email: 'm@x' },
    tags: ['a'],
    raw: { anything: 1 },
    labels: ['l'],
    unknown: 1,
  },
  other: { x: 1 },
}

describe('compileView and serveView', () => {
  it('shows, masks and hides field by field', () => {
    const plan = compileView([{ slot: 'dossier', schema: dossier }], reader)
    expect(Object.fromEntries(plan.fields.map((f) => [f.path, f.visibility]))).toEqual({
      'dossier.account.name': 'clear',
      'dossier.account.revenue': 'clear',
      'dossier.account.iban': 'absent',
      'dossier.account.secret': 'absent',
      'dossier.contacts.*.name': 'clear',
      'dossier.contacts.*.email': 'masked',
      'dossier.main.name': 'clear',
      'dossier.main.email': 'masked',
      'dossier.tags': 'clear',
      'dossier.raw': 'clear',
      'dossier.labels.*': 'clear',
    })
    expect(plan.fields.find((f) => f.path === 'dossier.account.iban')?.because).toBe(
      "It is restricted, above Drafting's clearance (confidential).",
    )
    expect(plan.fields.find((f) => f.path === 'dossier.account.secret')?.because).toMatch(/not classified/)
    expect(plan.fields.find((f) => f.path === 'dossier.main.email')?.because).toMatch(/pii.*unmasked/)
    const { data, fields } = serveView(plan, state)
    expect(data).toEqual({
      dossier: {
        account: { name: 'Lumen', revenue: 5 },
        contacts: [{ name: 'A', email: REDACTED }, { email: REDACTED }],
        main: { name: 'M', email: REDACTED },
        tags: ['a'],
        raw: { anything: 1 },
        labels: ['l'],
      },
    })
    expect(fields).toHaveLength(11)
    expect(serveView(plan, { dossier: { account: { name: 'x' } } }).fields.map((f) => f.path)).toEqual([
      'dossier.account.name',
    ])
  })

  it('keeps to the paths that are read', () => {
    const view = (paths: string[]) =>
      compileView([{ slot: 'dossier', schema: dossier, paths }], reader).fields.map((f) => f.path)
    expect(view(['dossier.account.name'])).toEqual(['dossier.account.name'])
    expect(view(['dossier.contacts.name', 'dossier.tags'])).toEqual([
      'dossier.contacts.*.name',
      'dossier.tags',
    ])
    expect(view(['dossier.raw.anything'])).toEqual(['dossier.raw.anything'])
    const narrow = compileView(
      [{ slot: 'dossier', schema: dossier, paths: ['dossier.raw.anything'] }],
      reader,
    )
    const raw = { anything: 1, more: 2 }
    expect(serveView(narrow, { dossier: { raw } }).data).toEqual({ dossier: { raw: { anything: 1 } } })
    expect(view([])).toEqual([])
  })

  it('hides what has no contract, no classification, or contains itself', () => {
    expect(
      compileView(
        [
          { slot: 'a', schema: undefined },
          { slot: 'b', schema: true },
        ],
        reader,
      ).fields,
    ).toMatchObject([{ path: 'b', visibility: 'absent' }])
    const tree = { type: 'object', properties: { name: field('public'), child: { $ref: '#' } } }
    const plan = compileView([{ slot: 't', schema: tree }], reader)
    expect(serveView(plan, { t: { name: 'a', child: { name: 'b', child: { name: 'c' } } } }).data).toEqual({
      t: { name: 'a', child: { name: 'b' } },
    })
  })

  it('lets what is above count for what is below', () => {
    const schema = {
      type: 'object',
      properties: {
        person: field('restricted', [], { type: 'object', properties: { name: field('public') } }),
        card: field('public', ['pii'], { type: 'object', properties: { name: field('public') } }),
        bag: field('public', [], { type: 'object', additionalProperties: field('restricted') }),
      },
    }
    expect(compileView([{ slot: 's', schema }], reader).fields.map((f) => [f.path, f.visibility])).toEqual([
      ['s.person.name', 'absent'],
      ['s.card.name', 'masked'],
      ['s.bag', 'absent'],
    ])
  })

  it('is not misled by names that look like paths or prototypes', () => {
    const schema = JSON.parse(
      '{"type":"object","properties":{"a.b":{"x-classification":"public"},"*":{"x-classification":"public"},"__proto__":{"x-classification":"public"},"constructor":{"x-classification":"public"}}}',
    ) as JsonSchema
    const value: unknown = JSON.parse('{"a.b":1,"a":{"b":2},"*":3,"__proto__":{"x":4},"constructor":5}')
    const { data } = serveView(compileView([{ slot: 's', schema }], reader), { s: value })
    expect(data).toEqual({ s: { constructor: 5 } })
  })
})

/** A random contract, and values that may or may not keep to it. */
const names = fc.constantFrom('a', 'b', 'c')
const leaf = fc.record({
  'x-classification': fc.option(fc.constantFrom(...CLASSIFICATIONS), { nil: undefined }),
  'x-categories': fc.subarray([...CATEGORIES], { maxLength: 2 }),
})
const schemas = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    leaf.map((l) => ({ ...l, type: ['string', 'number', 'null'] })),
    fc
      .tuple(leaf, fc.dictionary(names, tie('schema'), { minKeys: 1 }))
      .map(([l, properties]) => ({ ...l, type: 'object', properties })),
    fc.tuple(leaf, tie('schema')).map(([l, items]) => ({ ...l, type: 'array', items })),
  ),
})).schema
let next = 0
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null).map(() => `secret-${next++}`),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value')),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value

describe('whatever the contract and the state', () => {
  it('nothing appears that the plan does not show clear', () => {
    const readers = fc.record({
      slug: fc.constant('r'),
      owner: fc.constant('Somebody'),
      tier: fc.constant('standard' as const),
      autonomy: fc.constant(1),
      name: fc.constant('R'),
      clearance: fc.constantFrom(...CLASSIFICATIONS),
      categories: fc.subarray([...CATEGORIES]),
    })
    fc.assert(
      fc.property(schemas, values, readers, (schema, value, who) => {
        const plan = compileView([{ slot: 's', schema: schema as JsonSchema }], who)
        const { data, fields } = serveView(plan, { s: value, hidden: 'secret-hidden' })
        const shown = plan.fields.filter((f) => f.visibility === 'clear')
        for (const f of shown) {
          expect(clears(who.clearance, f.classification)).toBe(true)
          expect(f.categories.every((c) => who.categories.includes(c))).toBe(true)
        }
        for (const [path, text] of textsOf(data, []))
          if (text !== REDACTED) expect(shown.some((f) => covers(f.path, path))).toBe(true)
        for (const [path, text] of textsOf(data, []))
          if (text !== REDACTED) expect(at({ s: value }, path)).toBe(text)
        for (const f of fields) expect(plan.fields).toContain(f)
      }),
      { numRuns: 500 },
    )
  })
})

function textsOf(value: unknown, path: (string | number)[]): [(string | number)[], string][] {
  if (typeof value === 'string') return [[path, value]]
  if (Array.isArray(value)) return value.flatMap((item, i) => textsOf(item, [...path, i]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => textsOf(item, [...path, name]))
}
const covers = (field: string, path: (string | number)[]) =>
  field.split('.').every((name, i) => (name === '*' ? typeof path[i] === 'number' : name === path[i]))
const at = (value: unknown, path: (string | number)[]): unknown =>
  path.reduce<unknown>((place, key) => (place as Record<string | number, unknown>)[key], value)
