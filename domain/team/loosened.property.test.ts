import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATEGORIES, CLASSIFICATIONS } from '../policy/classification'
import { compileView, leavesOf } from '../policy/compile-view'
import { seesByClearance } from '../policy/by-clearance'
import { serveView } from '../policy/serve-view'
import { evaluateExpression } from '../expression/cel'
import { compileTeam } from './compile'
import { loosened } from './loosened'
import { placeOf } from './made'
import { madeBy } from './made-by'
import { settledBy, settledSchema } from './settled'
import { node } from './testing/draw-team'
import { guardedCatalogue, joinedTeam, mappedTeam, settledTeam } from './testing/mutations-classes'

type Schema = Record<string, unknown>

const classes = fc.record({
  'x-classification': fc.constantFrom(...CLASSIFICATIONS, undefined),
  'x-categories': fc.constantFrom(undefined, ['pii'], ['financial'], ['pii', 'financial']),
})
const NAMES = ['a', 'b', 'c']

/** Random schemas of values that may be anything below. */
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    classes.map((more): Schema => ({ type: 'string', ...more })),
    classes.map((more): Schema => more),
    fc.tuple(classes, fc.constantFrom('object', 'array')).map(([more, type]): Schema => ({ type, ...more })),
    fc
      .tuple(
        classes,
        fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), { minKeys: 1, maxKeys: 3 }),
        fc.constantFrom(false, undefined, {}),
      )
      .map(([more, properties, additionalProperties]): Schema => ({
        type: 'object',
        properties,
        ...(additionalProperties !== undefined && { additionalProperties }),
        ...more,
      })),
    fc.tuple(classes, tie('schema')).map(([more, items]): Schema => ({ type: 'array', items, ...more })),
    fc.array(tie('schema'), { minLength: 2, maxLength: 2 }).map((anyOf): Schema => ({ anyOf })),
    fc.tuple(classes, tie('schema')).map(([more, one]): Schema => ({ allOf: [one], ...more })),
  ),
}))
/** The same, with a part that is named and referred to, perhaps by itself. */
const rooted = fc.tuple(schema, schema, fc.boolean()).map(([one, other, turns]): Schema => ({
  type: 'object',
  properties: { a: { $ref: '#/$defs/one' }, b: other },
  additionalProperties: false,
  $defs: { one: turns ? { type: 'object', properties: { a: one, b: { $ref: '#/$defs/one' } } } : one },
}))

/** A value that a schema allows; every text in it is unlike any other. */
function valueOf(root: Schema, one: Schema, next: () => number, depth = 0): unknown {
  const part = (inner: unknown): unknown => valueOf(root, inner as Schema, next, depth + 1)
  if (one['$ref'] === '#/$defs/one') return depth > 6 ? {} : part((root['$defs'] as Schema)['one'])
  const branches = (one['anyOf'] ?? one['allOf']) as Schema[] | undefined
  if (branches) return part(branches[next() % branches.length])
  const { type, properties = {}, additionalProperties, items } = one as Schema & { properties?: Schema }
  const text = `t${next()}`
  if (type === 'array') return [items ? part(items) : text, items ? part(items) : { a: text }]
  if (type !== 'object') return type === 'string' || next() % 2 ? text : { a: text }
  const more = NAMES.filter((name) => additionalProperties !== false && !Object.hasOwn(properties, name))
  return {
    ...Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, part(inner)])),
    ...Object.fromEntries(more.map((name) => [name, `t${next()}`])),
  }
}

const textsIn = (value: unknown): string[] => JSON.stringify(value ?? null).match(/t\d+/g) ?? []
const READERS = CLASSIFICATIONS.flatMap((clearance) =>
  [[], ['pii'], ['financial'], [...CATEGORIES]].map((categories) => ({
    ...{ slug: 'reader', name: 'reader', owner: 'Somebody', tier: 'standard' as const, autonomy: 1 },
    clearance,
    categories: categories as (typeof CATEGORIES)[number][],
  })),
)
const shown = (one: Schema, value: unknown, reader: (typeof READERS)[number]): string[] =>
  textsIn(serveView(compileView([{ slot: 'x', schema: one }], reader, seesByClearance), { x: value }).data)

describe('what is said to be no looser', () => {
  it('shows nobody what the source hides from them', () => {
    let held = 0
    fc.assert(
      fc.property(rooted, rooted, fc.nat(), (source, target, seed) => {
        if (loosened(placeOf('x', source), target).length > 0) return
        held++
        let count = seed
        const value = valueOf(source, source, () => count++)
        for (const reader of READERS) {
          const seen = new Set(shown(source, value, reader))
          for (const text of shown(target, value, reader)) expect(seen).toContain(text)
        }
      }),
      { numRuns: 1500 },
    )
    expect(held).toBeGreaterThan(150)
  }, 60_000)

  it('holds of every contract and itself, whatever it may hold beside what it lists', () => {
    fc.assert(
      fc.property(rooted, (source) => {
        const at = new Set(leavesOf('x', source).map(({ path }) => path))
        fc.pre(at.size > 0)
        expect(loosened(placeOf('x', source), source)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})

/** An object of fields that are classified one by one, in lists and groups. */
const field = fc
  .record({
    'x-classification': fc.constantFrom(...CLASSIFICATIONS),
    'x-categories': fc.subarray(['pii', 'financial']),
  })
  .map((more): Schema => ({ type: 'number', ...more }))
const closed = (properties: Schema): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const row = fc.record({
  a: field,
  b: fc.record({ c: field }).map(closed),
  d: field.map((items): Schema => ({ type: 'array', items, 'x-classification': 'public' })),
})

/** One field less strict than it was, or none where nothing is. */
function relabel(one: Schema, at: number, how: number): Schema | undefined {
  const places: Schema[] = []
  const copy = structuredClone(one)
  const visit = (part: Schema): void => {
    if (part['type'] === 'number') places.push(part)
    for (const inner of Object.values((part['properties'] ?? {}) as Record<string, Schema>)) visit(inner)
    if (part['items']) visit(part['items'] as Schema)
  }
  visit(copy)
  const place = places[at % places.length] as Schema
  const rank = CLASSIFICATIONS.indexOf(place['x-classification'] as 'public')
  const categories = place['x-categories'] as string[]
  if (how % 2 === 0 && rank > 0) place['x-classification'] = CLASSIFICATIONS[how % rank]
  else if (categories.length > 0) place['x-categories'] = categories.slice(1)
  else return undefined
  return copy
}

describe('a field that is classified less strictly', () => {
  const codes = (team: Parameters<typeof compileTeam>[0]) =>
    compileTeam(team, guardedCatalogue()).problems.map(({ code }) => code)

  it('is found behind a map, and not where nothing was changed', () => {
    fc.assert(
      fc.property(row, fc.nat(), fc.nat(), (was, at, how) => {
        expect(codes(mappedTeam(was, 'start.rows', was))).not.toContain('classes.loosened')
        const now = relabel(closed(was), at, how)
        fc.pre(now !== undefined)
        const team = mappedTeam(now?.['properties'] as Schema, 'start.rows', was)
        expect(codes(team)).toContain('classes.loosened')
      }),
      { numRuns: 300 },
    )
  })

  it('is found behind a join and behind a settlement', () => {
    fc.assert(
      fc.property(field, fc.nat(), (was, how) => {
        fc.pre(was['x-classification'] !== 'public' || (was['x-categories'] as []).length > 0)
        const now = relabel(closed({ score: was }), 0, how) ?? relabel(closed({ score: was }), 0, how + 1)
        const score = (now?.['properties'] as Record<string, Schema>)['score'] as Schema
        expect(codes(joinedTeam(now, was))).toContain('classes.loosened')
        expect(codes(joinedTeam(closed({ score: was }), was))).not.toContain('classes.loosened')
        expect(codes(settledTeam(score, undefined, was))).toContain('classes.loosened')
        expect(codes(settledTeam(was, undefined, was))).not.toContain('classes.loosened')
      }),
      { numRuns: 200 },
    )
  })
})

describe('what an expression makes', () => {
  const row = closed({
    open: { type: 'string', 'x-classification': 'public' },
    shut: { type: 'string', 'x-classification': 'confidential' },
  })
  const scope = {
    s: closed({
      row,
      rows: { type: 'array', items: row },
      note: { type: 'string', 'x-classification': 'public' },
    }),
  }
  const open = { type: 'string', 'x-classification': 'public' }
  const state = {
    s: { row: { open: 'o', shut: 'SECRET' }, rows: [{ open: 'o', shut: 'SECRET' }], note: 'n' },
  }
  const told = (source: string, target: Schema): boolean =>
    loosened(madeBy(source, scope) ?? placeOf('', undefined), target).length > 0

  it.each([
    ['s.row.shut', open],
    ['s.row.?shut.orValue("")', open],
    ['s.note + s.row.shut', open],
    ['true ? s.row.shut : s.note', open],
    ['s.row.shut == "SECRET" ? s.note : ""', open],
    ['{"x": s.row.shut}.x', open],
    ['s.row["shut"]', open],
    ['{"a": s.note, "b": s.row.shut}', closed({ a: open, b: open })],
    ['{s.note: s.row.shut}', closed({ n: open })],
    ['[s.note, s.row.shut]', { type: 'array', items: open }],
    ['s.rows.map(r, r.shut)', { type: 'array', items: open }],
    ['s.rows.map(r, r.open == "o", r.shut)', { type: 'array', items: open }],
    ['s.rows.filter(r, r.shut == "SECRET").map(r, r.open)', { type: 'array', items: open }],
    ['cel.bind(x, s.row, x.shut)', open],
    ['s.rows[0].shut', open],
    ['s.row', { type: 'object', 'x-classification': 'public' }],
    ['s.rows.exists(r, r.shut == "SECRET") ? "yes" : "no"', open],
  ])('tells what is confidential: %s', (source, target) => {
    expect(() => evaluateExpression(source, state)).not.toThrow()
    expect(told(source, target)).toBe(true)
  })

  it.each([
    ['s.row.open', open],
    ['{"a": s.row.open, "b": s.row.shut}.a', open],
    [
      '{"a": s.note, "b": s.row.shut}',
      closed({ a: open, b: { ...open, 'x-classification': 'confidential' } }),
    ],
    ['s.rows', { type: 'array', items: row }],
    ['s.rows.map(r, {"a": r.open})', { type: 'array', items: closed({ a: open }) }],
    ['string(size(s.rows))', open],
    ['"words"', open],
    ['s.row.shut', { type: 'string' }],
  ])('tells nothing of it: %s', (source, target) => {
    expect(told(source, target)).toBe(false)
  })
})

it('a contract that is written from the claims is never too loose', () => {
  fc.assert(
    fc.property(
      rooted,
      fc.uniqueArray(fc.constantFrom('s.a', 's.b', 's', 'string(s.a)', '[s.b]', 's.?a.orValue(s.b)'), {
        minLength: 1,
        maxLength: 2,
      }),
      (slot, values) => {
        const claims = values.map((value) => ({ node: 's', value }))
        const settling = node('conflict', 'settle', { claims })
        const scope = { s: slot }
        expect(loosened(settledBy(settling, scope), settledSchema(settling, scope))).toEqual([])
      },
    ),
    { numRuns: 1000 },
  )
})
