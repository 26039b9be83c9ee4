import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setAt } from '@/domain/team/set-at'
import { quillonTeam, TEAM } from '@/server/services/testing/quillon'
import { expectProblem, startRestBench, type RestBench } from './testing/rest-bench'

let bench: RestBench
let token: string
beforeAll(async () => {
  bench = await startRestBench()
  token = await bench.token(['operator'])
})
afterAll(() => bench.close())

const fine = () => JSON.parse(JSON.stringify(quillonTeam())) as Record<string, unknown>
const put = (body: unknown, path = `/teams/${TEAM}`) => bench.send('PUT', path, { token, body })
const read = () => bench.send('GET', `/teams/${TEAM}`, { token })

/** Each with where it is wrong (below `/document`) and how it is spoilt; the place is set to the value. */
const SPOILT: [what: string, pointer: string, at: string, value: unknown][] = [
  ['another format', '/format', '/format', 2],
  ['no name', '/name', '/name', ''],
  ['a name that is no text', '/name', '/name', 7],
  ['a goal beyond all measure', '/goal', '/goal', 'x'.repeat(501)],
  ['nodes that are no list', '/nodes', '/nodes', {}],
  ['a kind of node that there is not', '/nodes/1/kind', '/nodes/1/kind', 'wizard'],
  ['a node id that is no name', '/nodes/1/id', '/nodes/1/id', 'Draft It'],
  ['a node id of every object', '/nodes/1/id', '/nodes/1/id', 'constructor'],
  ['a node id that expressions keep', '/nodes/1/id', '/nodes/1/id', 'decision'],
  ['the same node twice', '/nodes/4/id', '/nodes/4/id', 'update'],
  ['an agent that is no slug', '/nodes/1/agent', '/nodes/1/agent', '../admin'],
  ['retries without end', '/nodes/1/retries', '/nodes/1/retries', 1_000_000],
  ['a timeout that is no whole number', '/nodes/1/timeoutSeconds', '/nodes/1/timeoutSeconds', 1.5],
  ['a method that is none', '/nodes/3/method', '/nodes/3/method', 'TRACE'],
  ['a field that is no name', '/nodes/3/fields/0/name', '/nodes/3/fields/0/name', '__pro to__'],
  ['an expression without end', '/nodes/3/fields/0/value', '/nodes/3/fields/0/value', '1+'.repeat(600)],
  ['a reference to no contract', '/nodes/1/produces', '/nodes/1/produces', 'deal.note'],
  ['a handoff from a node that is not there', '/edges/0/from/node', '/edges/0/from/node', 'ghost'],
  ['a handoff to a node that is not there', '/edges/0/to/node', '/edges/0/to/node', 'ghost'],
  ['a handoff from a way out that is not there', '/edges/2/from/port', '/edges/2/from/port', 'maybe'],
  ['the same handoff twice', '/edges/1/id', '/edges/1/id', 'start_out_draft'],
  ['a contract whose name is none', '/contracts/0/name', '/contracts/0/name', 'Deal Ask'],
  ['a version below one', '/contracts/0/version', '/contracts/0/version', 0],
  ['a schema that is none', '/contracts/0/schema', '/contracts/0/schema', true],
  ['a schema of no object', '/contracts/0/schema/type', '/contracts/0/schema/type', 'array'],
  [
    'a type that there is not',
    '/contracts/0/schema/properties/deal_id/type',
    '/contracts/0/schema/properties/deal_id/type',
    'text',
  ],
  [
    'a class that there is not',
    '/contracts/0/schema/properties/deal_id/x-classification',
    '/contracts/0/schema/properties/deal_id/x-classification',
    'secret',
  ],
  [
    'a pattern that is none',
    '/contracts/0/schema/properties/deal_id/pattern',
    '/contracts/0/schema/properties/deal_id',
    { type: 'string', pattern: '(' },
  ],
  [
    'a reference out of the contract',
    '/contracts/0/schema/properties/deal_id/$ref',
    '/contracts/0/schema/properties/deal_id',
    { $ref: 'https://elsewhere.example/schema' },
  ],
  ['a place that is no number', '/layout/positions/start/x', '/layout/positions/start/x', 'left'],
  ['U+0000 in a text', '/goal', '/goal', 'a\u0000b'],
  ['half of a surrogate pair', '/nodes/1/name', '/nodes/1/name', 'a\ud800'],
]

describe('a document that is wrong', () => {
  it.each(SPOILT)('%s: 422 at %s, and nothing is stored', async (_what, pointer, at, value) => {
    const before = await bench.held()
    const answer = await put({ document: setAt(fine(), at, value) })
    const { errors = [] } = expectProblem(answer, 422)
    expect(errors.map((error) => error.pointer)).toContain(`/document${pointer}`)
    expect(errors.every((error) => error.message.length > 0)).toBe(true)
    expect({ ...(await bench.held()), api_token: '' }).toEqual({ ...before, api_token: '' })
  })

  it.each([
    ['no document', {}],
    ['null', { document: null }],
    ['a list', { document: [] }],
    ['a text', { document: 'team' }],
  ])('%s: 422 at the document', async (_what, body) => {
    const { errors = [] } = expectProblem(await put(body), 422)
    expect(errors.map(({ pointer }) => pointer)).toContain('/document')
  })

  it('every mistake is named, not only the first', async () => {
    const document = setAt(setAt(fine(), '/nodes/1/kind', 'wizard'), '/edges/0/id', 'A B')
    const { errors = [] } = expectProblem(await put({ document }), 422)
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/document/edges/0/id',
      '/document/nodes/1/kind',
    ])
  })

  it.each([
    [
      'in a contract',
      5000,
      (nest: string) =>
        JSON.stringify({ document: fine() }).replace('"deal_id":{', `"deep":${nest},"deal_id":{`),
    ],
    ['as the document', 900_000, (nest: string) => `{"document":${nest}}`],
    ['beside it', 100_000, (nest: string) => `{"document":{},"more":${nest}}`],
  ])('nested without end %s: 422, and the server stays', async (_where, levels, around) => {
    const raw = around('['.repeat(levels) + ']'.repeat(levels))
    const { errors } = expectProblem(await bench.send('PUT', `/teams/${TEAM}`, { token, raw }), 422)
    expect(errors?.[0]?.message).toContain('nested too deeply')
    expect((await read()).status).toBe(200)
  })

  it('a name that libraries drop in silence: 422 where it stands', async () => {
    const text = JSON.stringify({ document: fine() }).replace(
      '"deal_id":{',
      '"__proto__":{"type":"number"},"deal_id":{',
    )
    const { errors } = expectProblem(await bench.send('PUT', `/teams/${TEAM}`, { token, raw: text }), 422)
    expect(errors?.[0]?.pointer).toBe('/document/contracts/0/schema/properties')
    expect(({} as Record<string, unknown>)['type']).toBeUndefined()
  })

  it('other names of every object are names like any in a contract', async () => {
    const properties = {
      deal_id: { type: 'string' },
      constructor: { type: 'number' },
      toString: { type: 'null' },
    }
    const document = setAt(fine(), '/contracts/0/schema/properties', properties)
    expect((await put({ document })).status).toBe(200)
    expect((await read()).body.document).toEqual(document)
    expect((await put({ document: fine() })).status).toBe(200)
  })
})

describe('a document that is right', () => {
  it('is stored, read back as it is, published, and takes its revision along', async () => {
    const first = await read()
    expect(first).toMatchObject({ status: 200, body: { slug: TEAM, versions: 1 } })
    const document = { ...fine(), goal: 'Say it over REST' }
    const stored = await put({ document, revision: first.body.revision })
    expect(stored).toMatchObject({ status: 200, body: { revision: Number(first.body.revision) + 1 } })
    expect((await read()).body).toMatchObject({ document, revision: stored.body.revision })

    expectProblem(await put({ document: { ...document, goal: 'late' }, revision: first.body.revision }), 409)
    const publish = (body: object) => bench.send('POST', `/teams/${TEAM}/publish`, { token, body })
    expectProblem(await publish({ revision: 1 }), 409)
    const published = await publish({ note: 'over REST', revision: stored.body.revision })
    expect(published).toMatchObject({
      status: 201,
      body: { number: 2, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string },
    })
    expectProblem(await publish({}), 409)
    expect((await read()).body).toMatchObject({ published: { number: 2, note: 'over REST' }, versions: 2 })
  })

  it('is refused publication while it is unsound, with the place of each error', async () => {
    const document = setAt(fine(), '/edges', (fine().edges as unknown[]).slice(0, 2))
    expect((await put({ document })).status).toBe(200)
    const { errors = [] } = expectProblem(
      await bench.send('POST', `/teams/${TEAM}/publish`, { token, body: {} }),
      422,
    )
    expect(errors.length).toBeGreaterThan(0)
    for (const { pointer } of errors) expect(pointer).toMatch(/^(\/(nodes|edges|contracts)\/\d+.*)?$/)
    expect((await put({ document: fine() })).status).toBe(200)
  })

  it('of a team that is not there, or whose name is none: 404', async () => {
    for (const slug of ['ghost', 'Ghost', 'constructor', '__proto__', '%2e%2e', "';--", '%F0%9F%98%80'])
      expectProblem(await put({ document: fine() }, `/teams/${slug}`), 404)
  })
})
