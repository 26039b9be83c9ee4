import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saying } from '@/server/engine/testing/engine-bench'
import { createTeam } from '@/server/services/team/create'
import { publishTeam } from '@/server/services/team/publish'
import { quillonTeam, TEAM } from '@/server/services/testing/quillon'
import { expectProblem, startRestBench, type RestBench } from './testing/rest-bench'

let bench: RestBench
let operator: string
let reviewer: string
beforeAll(async () => {
  bench = await startRestBench()
  operator = await bench.token(['operator'])
  reviewer = await bench.token(['reviewer'])
})
afterAll(() => bench.close())

const input = { deal_id: 'D-1' }
const start = (body: unknown, key?: string) =>
  bench.send('POST', '/runs', { token: operator, body, headers: key ? { 'idempotency-key': key } : {} })
const run = (id: string) => bench.send('GET', `/runs/${id}`, { token: operator })
const DECIMAL = expect.stringMatching(/^[0-9]+$/) as string
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string

describe('starting a run', () => {
  it('once for a key: the same run again, and 409 for another input, mode or team', async () => {
    const first = await start({ team: TEAM, input }, 'k-1')
    expect(first).toMatchObject({
      status: 201,
      body: { created: true, id: expect.stringMatching(/^run_/) as string },
    })
    const again = await start({ team: TEAM, input }, 'k-1')
    expect(again.body).toEqual({ id: first.body.id, created: false })
    const both = await Promise.all([1, 2, 3, 4].map(() => start({ team: TEAM, input }, 'k-race')))
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1)
    expect(both.filter(({ body }) => body.created === true)).toHaveLength(1)

    expectProblem(await start({ team: TEAM, input: { deal_id: 'D-2' } }, 'k-1'), 409)
    expectProblem(await start({ team: TEAM, input, mode: 'shadow' }, 'k-1'), 409)
    const ctx = bench.asA(['operator'])
    await createTeam(ctx, { name: 'Twin', slug: 'twin', document: quillonTeam() })
    await publishTeam(ctx, { slug: 'twin' })
    expectProblem(await start({ team: 'twin', input }, 'k-1'), 409)
  })

  it('with a priority, normal where nothing is said, and no other word', async () => {
    const high = await start({ team: TEAM, input, priority: 'high' })
    expect((await run(String(high.body.id))).body).toMatchObject({ priority: 'high' })
    const normal = await start({ team: TEAM, input })
    expect((await run(String(normal.body.id))).body).toMatchObject({ priority: 'normal' })
    const refused = await start({ team: TEAM, input, priority: 'urgent' })
    expectProblem(refused, 422)
    expect(JSON.stringify(refused.body)).toContain('/priority')
  })

  it('tells keys apart to their end, and refuses one that is too long', async () => {
    const long = 'k'.repeat(199)
    const [a, b] = [
      await start({ team: TEAM, input }, `${long}a`),
      await start({ team: TEAM, input }, `${long}b`),
    ]
    expect(a.body.id).not.toBe(b.body.id)
    expectProblem(await start({ team: TEAM, input }, `${long}aa`), 422)
  })

  it.each([
    ['an input that lacks a field', { team: TEAM, input: {} }, '/input/deal_id'],
    ['an input of another kind', { team: TEAM, input: { deal_id: 7 } }, '/input/deal_id'],
    ['a field that the contract does not know', { team: TEAM, input: { ...input, more: 1 } }, '/input/more'],
    ['no input', { team: TEAM }, '/input'],
    ['a list as input', { team: TEAM, input: [] }, '/input'],
    ['no team', { input }, '/team'],
    ['a mode that there is not', { team: TEAM, input, mode: 'dry' }, '/mode'],
    ['U+0000 in the input', { team: TEAM, input: { deal_id: 'a\u0000' } }, '/input/deal_id'],
    ['U+0000 in the name of a field', { team: TEAM, input: { 'a\u0000': 1 } }, '/input'],
    ['half of a surrogate pair', { team: TEAM, input: { deal_id: '\udfff' } }, '/input/deal_id'],
    ['U+0000 in the team', { team: 'a\u0000', input }, '/team'],
  ])('refuses %s: 422 with its place, and no run', async (_what, body, pointer) => {
    const before = await bench.db.prisma.run.count()
    const { errors = [] } = expectProblem(await start(body), 422)
    expect(errors.map((error) => error.pointer)).toContain(pointer)
    expect(await bench.db.prisma.run.count()).toBe(before)
  })

  it('refuses a team that is not there: 404, and one that is not published: 409', async () => {
    expectProblem(await start({ team: 'ghost', input }), 404)
    await createTeam(bench.asA(['operator']), { name: 'Drawn only', slug: 'drawn', document: quillonTeam() })
    expectProblem(await start({ team: 'drawn', input }), 409)
  })
})

describe('a run', () => {
  it('is shown with its steps, its state and what it cost, money as decimal text', async () => {
    const { run: id } = await bench.waiting()
    const { status, body } = await run(id)
    expect([status, body]).toMatchObject([
      200,
      {
        id,
        status: 'waiting',
        mode: 'live',
        spentMicros: DECIMAL,
        capMicros: null,
        createdAt: TIME,
        endedAt: null,
        state: { start: input, draft: { deal_id: 'D-1', amount: 5000 } },
        steps: [
          { node: 'start', status: 'done', costMicros: '0' },
          { node: 'draft', status: 'done', costMicros: DECIMAL, result: { envelope: { confidence: 0.9 } } },
        ],
        calls: [{ model: 'm-one', sandbox: false, costMicros: DECIMAL, reservedMicros: DECIMAL }],
        reviews: [{ status: 'open', node: 'approval' }],
      },
    ])
    expect(BigInt(String(body.spentMicros))).toBeGreaterThan(0n)
    expect(body).not.toHaveProperty('bundle')
    expectProblem(await run('run_ghost'), 404)
    expectProblem(await run('%00'), 422)
  })

  it('is listed a page at a time, by team and status', async () => {
    await bench.waiting()
    await bench.waiting()
    const list = async (query: string) => {
      const { body } = await bench.send('GET', `/runs?${query}`, { token: operator })
      return body as { runs: { id: string; status: string; spentMicros: string }[]; nextCursor?: string }
    }
    const first = await list(`team=${TEAM}&status=waiting&limit=1`)
    expect(first.runs).toMatchObject([{ status: 'waiting', spentMicros: DECIMAL }])
    const second = await list(`team=${TEAM}&status=waiting&limit=1&cursor=${first.nextCursor}`)
    expect(second.runs[0]?.id).not.toBe(first.runs[0]?.id)
    expectProblem(await bench.send('GET', '/runs?team=ghost', { token: operator }), 404)
    for (const query of ['limit=0', 'limit=x', 'status=odd', 'text=%00'])
      expectProblem(await bench.send('GET', `/runs?${query}`, { token: operator }), 422)
  })

  it('a cursor of another workspace leads nowhere', async () => {
    const { run: id } = await bench.waiting()
    const { workspace } = await bench.asB()
    const token = await bench.token(['operator'], { workspaceId: workspace?.id ?? '' })
    expectProblem(await bench.send('GET', `/runs?cursor=${id}`, { token }), 404)
    expectProblem(await bench.send('GET', '/runs?cursor=run_ghost', { token }), 404)
  })

  it('is cancelled once, with its reviews', async () => {
    const { run: id, review } = await bench.waiting()
    const cancel = () =>
      bench.send('POST', `/runs/${id}/cancel`, { token: operator, body: { reason: 'wrong deal' } })
    expect(await cancel()).toMatchObject({ status: 200, body: { id } })
    expectProblem(await cancel(), 409)
    expect((await run(id)).body).toMatchObject({ status: 'cancelled' })
    const shown = await bench.send('GET', `/reviews/${review}`, { token: reviewer })
    expect(shown.body).toMatchObject({ status: 'withdrawn' })
  })
})

describe('a run that is taken up', () => {
  const restart = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    bench.send('POST', `/runs/${id}/restart`, { token: operator, body, headers })

  it('goes on once where it was cancelled', async () => {
    const { run: id } = await bench.waiting()
    expectProblem(await restart(id, { from: 'step' }), 409)
    await bench.send('POST', `/runs/${id}/cancel`, { token: operator, body: {} })
    expectProblem(await restart(id, { from: 'middle' }), 422)
    expectProblem(await restart(id, { from: 'step', version: 3 }), 422)
    expectProblem(await restart('run_ghost', { from: 'step' }), 404)
    expect(await restart(id, { from: 'step', reason: 'it was right' })).toMatchObject({
      status: 200,
      body: { id, created: false },
    })
    expectProblem(await restart(id, { from: 'step' }), 409)
    expect(await bench.bench.settled(id)).toMatchObject({ status: 'waiting', continued: [{ from: 'step' }] })
  })

  it('starts once more once for a key', async () => {
    const { run: id } = await bench.waiting()
    const key = { 'idempotency-key': `again ${id}` }
    const first = await restart(id, { from: 'start', version: 'current' }, key)
    expect(first).toMatchObject({ status: 200, body: { created: true } })
    expect(await restart(id, { from: 'start', version: 'current' }, key)).toMatchObject({
      body: { id: first.body.id, created: false },
    })
  })
})

describe('a review', () => {
  const get = (id: string) => bench.send('GET', `/reviews/${id}`, { token: reviewer })
  const decide = (id: string, body: unknown) =>
    bench.send('POST', `/reviews/${id}/verdict`, { token: reviewer, body })

  it('is listed, shown as a person sees it, and decided once, for what was shown', async () => {
    const { run: id, review } = await bench.waiting()
    const listed = await bench.send('GET', '/reviews?status=open', { token: reviewer })
    const reviews = listed.body.reviews as Record<string, unknown>[]
    expect(reviews.find((each) => each.id === review)).toMatchObject({
      runId: id,
      effects: 1,
      spentMicros: DECIMAL,
    })
    const shown = await get(review)
    const digest = String(shown.body.digest)
    expect(shown.body).toMatchObject({
      status: 'open',
      digest: expect.stringMatching(/^hmac-sha256:/) as string,
      view: { draft: { value: { amount: 5000 } }, effects: [{ method: 'PATCH', path: '/deals/D-1' }] },
    })

    expectProblem(await decide(review, { decision: 'approve', digest: `sha256:${'0'.repeat(64)}` }), 409)
    const approve = { decision: 'approve', digest, reason: 'fine', edit: { deal_id: 'D-1', amount: 4200 } }
    expect(await decide(review, approve)).toMatchObject({ status: 200, body: { id: review, runId: id } })
    expectProblem(await decide(review, approve), 409)
    const done = await bench.bench.settled(id)
    expect(done).toMatchObject({
      status: 'done',
      effects: [{ status: 'done', request: { body: { amount: 4200 } } }],
    })
    const decided = await bench.send('GET', '/reviews?status=decided', { token: reviewer })
    expect(JSON.stringify(decided.body)).toContain(review)
  })

  it.each([
    ['no decision', {}, '/decision'],
    ['a decision that there is not', { decision: 'maybe' }, '/decision'],
    ['no digest', { decision: 'approve' }, '/digest'],
    ['an edit that is no object', { decision: 'approve', digest: 'x', edit: 'y' }, '/edit'],
    ['a cap that is no whole number', { decision: 'raise', digest: 'x', capMicros: '1.5' }, '/capMicros'],
    ['U+0000 in the reason', { decision: 'reject', digest: 'x', reason: '\u0000' }, '/reason'],
  ])('refuses %s: 422 with its place', async (_what, body, pointer) => {
    const { review } = await bench.waiting()
    const { errors = [] } = expectProblem(await decide(review, body), 422)
    expect(errors.map((error) => error.pointer)).toContain(pointer)
    expect((await get(review)).body).toMatchObject({ status: 'open' })
  })

  it('refuses an edit that breaks the contract, where it does, and what is not open here', async () => {
    const { review, digest } = await bench.waiting()
    const places = async (body: object) =>
      (expectProblem(await decide(review, { digest, ...body }), 422).errors ?? []).map(
        ({ pointer }) => pointer,
      )
    expect(await places({ decision: 'approve', edit: { deal_id: 'D-1', amount: -1 } })).toEqual([
      '/edit/amount',
    ])
    expect(await places({ decision: 'retry' })).toEqual(['/decision'])
    expect(await places({ decision: 'send_back' })).toEqual(['/reason'])
    expectProblem(await decide('rev_ghost', { decision: 'approve', digest }), 404)
  })
})

describe('costs', () => {
  it.each(['agent', 'team', 'model', 'outcome'])('by %s: sums as decimal text', async (by) => {
    await bench.waiting()
    const today = new Date().toISOString().slice(0, 10)
    const { status, body } = await bench.send('GET', `/costs?by=${by}&from=2020-01-01&to=${today}`, {
      token: operator,
    })
    expect([status, body]).toMatchObject([
      200,
      { by, totalMicros: DECIMAL, calls: expect.any(Number) as number },
    ])
    const groups = body.groups as { micros: string }[]
    const sum = groups.reduce((total, { micros }) => total + BigInt(micros), 0n)
    expect(String(sum)).toBe(body.totalMicros)
    expect(sum).toBeGreaterThan(0n)
  })

  it.each([
    '',
    'from=2020-01-01',
    'from=yesterday&to=2020-01-01',
    'from=2020-01-01&to=2020-01-01&by=mood',
    'from=2020-02-30&to=2020-03-01',
  ])('refuse “%s”: 422 with its place', async (query) => {
    const { errors = [] } = expectProblem(
      await bench.send('GET', `/costs?${query}`, { token: operator }),
      422,
    )
    expect(errors[0]?.pointer).toMatch(/^\/query\/(from|to|by)$/)
  })
})

it('a model that answers sums beyond 2^53 breaks nothing', async () => {
  bench.bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
  const { run: id } = await bench.waiting()
  await bench.db.prisma.run.update({ where: { id }, data: { spentMicros: 9_007_199_254_740_993n } })
  expect((await run(id)).body.spentMicros).toBe('9007199254740993')
})
