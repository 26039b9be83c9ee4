import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BatonError, type Problem } from '../problem'
import { parseTeamDocument, shapeProblems } from './parse'
import { salesTeam } from './testing/sales-team'
import { schemaProblems } from '../contract/schema-problems'

type Loose = Record<string, never> & { nodes: Loose[]; edges: Loose[]; contracts: Loose[] }

function problemsOf(change: (document: Loose) => void): Problem[] {
  const document = JSON.parse(JSON.stringify(salesTeam())) as Loose
  change(document)
  try {
    parseTeamDocument(document)
  } catch (error) {
    if (error instanceof BatonError && error.code === 'invalid') return error.problems
    throw error
  }
  return []
}
const at = (place: unknown, key: string | number): Record<string, unknown> =>
  (place as Record<string | number, Record<string, unknown>>)[key] as Record<string, unknown>

describe('parseTeamDocument', () => {
  it('takes what is sound in itself and fills in what was left out', () => {
    expect(problemsOf(() => {})).toEqual([])
    expect(parseTeamDocument({ format: 1, name: 'A' })).toMatchObject({ nodes: [], edges: [], contracts: [] })
  })

  it.each<[string, (document: Loose) => void, Partial<Problem>]>([
    [
      'a kind',
      (d) => (at(d.nodes, 0).kind = 'rule'),
      { pointer: '/nodes/0/kind', message: 'There is no kind "rule"; the nearest is "rules".' },
    ],
    [
      'a number',
      (d) => (at(d.nodes, 4).dueHours = 'soon'),
      { pointer: '/nodes/4/dueHours', expected: 'number' },
    ],
    [
      'a bound',
      (d) => (at(d.nodes, 4).maxSendBacks = 99),
      { pointer: '/nodes/4/maxSendBacks', expected: 'at most 10' },
    ],
    ['an id', (d) => (at(d.nodes, 4).id = 'Per son'), { pointer: '/nodes/4/id' }],
    ['a reserved id', (d) => (at(d.nodes, 4).id = 'decision'), { pointer: '/nodes/4/id' }],
    [
      'a taken id',
      (d) => (at(d.nodes, 6).id = 'start'),
      { pointer: '/nodes/6/id', expected: 'a name of its own' },
    ],
    ['an unknown source', (d) => (at(at(d.edges, 0), 'from').node = 'no'), { pointer: '/edges/0/from/node' }],
    ['an unknown target', (d) => (at(at(d.edges, 0), 'to').node = 'no'), { pointer: '/edges/0/to/node' }],
    [
      'an unknown way out',
      (d) => (at(at(d.edges, 3), 'from').port = 'through'),
      { pointer: '/edges/3/from/port', expected: 'pass, review, reject' },
    ],
    ['a taken edge id', (d) => (at(d.edges, 1).id = at(d.edges, 0).id), { pointer: '/edges/1/id' }],
    [
      'a contract twice',
      (d) => {
        at(d.contracts, 1).name = 'lead.request'
      },
      { pointer: '/contracts/1' },
    ],
    [
      'a schema',
      (d) => (at(at(d.contracts, 0), 'schema').required = 'all'),
      { pointer: '/contracts/0/schema/required', expected: 'a list of different field names' },
    ],
    [
      'no object',
      (d) => (at(at(d.contracts, 0), 'schema').type = 'array'),
      { pointer: '/contracts/0/schema/type' },
    ],
    ['a name', (d) => ((d as Record<string, unknown>).name = ''), { pointer: '/name' }],
    ['the format', (d) => ((d as Record<string, unknown>).format = 2), { pointer: '/format', expected: '1' }],
  ])('refuses %s', (_, change, problem) => {
    expect(problemsOf(change)).toContainEqual(expect.objectContaining(problem))
  })

  it('refuses what is no document at all', () => {
    for (const value of [null, 1, 'x', [], {}]) expect(() => parseTeamDocument(value)).toThrow(BatonError)
  })
})

it('names what nobody asked for, and only the beginning of it where it is long', () => {
  const { error } = z.strictObject({}).safeParse({ ['$&'.repeat(2000)]: 1, more: 2 })
  const [problem] = shapeProblems(error ?? new z.ZodError([]))
  expect(problem?.message).toMatch(/^Unrecognized keys: "\$&.*…", "more"$/)
  expect(problem?.message.length).toBeLessThan(150)
})

describe('schemaProblems', () => {
  it.each([
    [{ type: 'object', properties: { a: { type: 'strng' } } }, '/properties/a/type'],
    [{ type: 'object', properties: { a: { pattern: '(' } } }, '/properties/a/pattern'],
    [{ type: 'object', properties: { a: { $ref: '#/$defs/b' } } }, '/properties/a/$ref'],
    [{ type: 'object', properties: [] }, '/properties'],
    [{ type: 'object', properties: { a: 1 } }, '/properties/a'],
    [{ type: 'object', anyOf: [] }, '/anyOf'],
    [
      { type: 'object', properties: { a: { 'x-classification': 'secret' } } },
      '/properties/a/x-classification',
    ],
    [{ type: 'object', properties: { a: { 'x-categories': ['gdpr'] } } }, '/properties/a/x-categories'],
    [{ type: 'object', properties: { a: { items: { minLength: -1 } } } }, '/properties/a/items/minLength'],
    [{ type: 'string' }, '/type'],
    [{}, '/type'],
    [[], ''],
  ])('%j', (schema, pointer) => {
    expect(schemaProblems(schema).map((problem) => problem.pointer)).toEqual([pointer])
  })

  it('takes references within the contract', () => {
    expect(
      schemaProblems({
        $ref: '#/$defs/a',
        $defs: { a: { type: 'object', properties: { next: { $ref: '#' } } } },
      }),
    ).toEqual([])
  })
})
