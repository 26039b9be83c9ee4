import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from './testing/failure-of'
import { settleOf, startBench, type Bench } from './testing/fixtures'
import { settleCalls } from './ledger'

let bench: Bench
beforeAll(async () => void (bench = await startBench()))
afterAll(() => bench.close())
beforeEach(() => bench.empty())

const rows = () => bench.db.prisma.modelCall.findMany({ orderBy: { startedAt: 'asc' } })

describe('answers', () => {
  it('asks with key, schema and cap, and leaves the settlement to the step', async () => {
    await bench.model('m-one')
    bench.server.script('m-one', { say: '{"a":1}', usage: [1000, 50] })
    const run = await bench.run()
    const reply = await bench.pool.ask(bench.request({ run }))

    expect(reply.answer).toEqual({ kind: 'text', text: '{"a":1}' })
    expect(bench.server.seen[0]).toMatchObject({
      key: 'sk-test',
      body: { max_tokens: 500, response_format: { type: 'json_schema', json_schema: { name: 'answer' } } },
    })
    expect(reply.calls).toMatchObject([
      { model: 'm-one', provider: 'Scripted', result: 'fits', costMicros: '1200' },
    ])
    expect(reply.settle).toMatchObject([{ status: 'done', tokensIn: 1000, tokensOut: 50, costMicros: 1200n }])
    expect(await rows()).toMatchObject([
      { status: 'reserved', runId: run.id, node: 'draft', purpose: 'answer' },
    ])

    expect(await settleCalls(bench.db.pool, reply.settle)).toBe(1)
    expect(await settleCalls(bench.db.pool, reply.settle)).toBe(0)
    expect(await rows()).toMatchObject([{ status: 'done', costMicros: 1200n, tokensIn: 1000, tokensOut: 50 }])
    const { spentMicros } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    expect(spentMicros).toBe(1200n)
  })

  it('settles a call without a run itself', async () => {
    await bench.model('m-one')
    bench.server.script('m-one', { say: 'ok' })
    const reply = await bench.pool.ask(bench.request({ purpose: 'test' }))
    expect(reply.settle).toEqual([])
    expect(await rows()).toMatchObject([{ status: 'done', purpose: 'test', runId: null }])
  })

  it.each([
    [{ refuse: 'I will not' }, { kind: 'refusal', text: 'I will not' }],
    [
      { say: '{"a":', finish: 'length' },
      { kind: 'truncated', text: '{"a":' },
    ],
    [
      { say: '', finish: 'content_filter' },
      { kind: 'refusal', text: 'Stopped by the content filter.' },
    ],
    [{ say: '```json\n{"a":1}\n```' }, { kind: 'text', text: '{"a":1}' }],
    [
      { call: { name: 'get_account', arguments: '{"id":"x"}' } },
      { kind: 'tools', calls: [{ id: 'call_1', name: 'get_account', arguments: '{"id":"x"}' }] },
    ],
  ] as const)('returns %j as what it is', async (move, answer) => {
    await bench.model('m-one')
    bench.server.script('m-one', move)
    const reply = await bench.pool.ask(bench.request())
    expect(reply.answer).toEqual(answer)
    expect(reply.calls).toHaveLength(1)
  })

  it('counts the worst case when usage is not reported', async () => {
    await bench.model('m-one')
    bench.server.script('m-one', { say: 'ok', usage: null })
    await bench.pool.ask(bench.request())
    const [call] = await rows()
    expect(call?.costMicros).toBe(call?.reservedMicros)
    expect(call?.costMicros).toBeGreaterThan(2000n)
  })

  it.each([
    ['input', [450_000_000, 20]],
    ['output', [100, 450_000_000]],
    ['a token more than it may', [100, 501]],
  ] as const)('counts the worst case when the provider claims what cannot be: %s', async (_, usage) => {
    await bench.model('m-one')
    const budgetId = await bench.budget('agent', 'writer', 'day', 1_000_000n)
    bench.server.script('m-one', { say: '{"a":1}', usage: [...usage] })
    const run = await bench.run()
    const reply = await bench.pool.ask(bench.request({ run }))
    expect(reply).toMatchObject({ answer: { kind: 'text', text: '{"a":1}' }, calls: [{ result: 'fits' }] })
    await settleCalls(bench.db.pool, reply.settle)
    const [call] = await rows()
    expect(call).toMatchObject({ status: 'done', tokensOut: 0, costMicros: call?.reservedMicros })
    expect(call?.error).toMatchObject({
      code: 'nonsense',
      message: expect.stringContaining(`claims ${usage[0]} tokens in and ${usage[1]} out`) as string,
    })
    const account = await bench.db.prisma.budgetAccount.findFirstOrThrow({ where: { budgetId } })
    expect([account.spentMicros, account.reservedMicros]).toEqual([call?.reservedMicros, 0n])
    const { spentMicros } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })
    expect(spentMicros).toBe(call?.reservedMicros)
  })

  it('learns how an endpoint wants to be spoken to, once', async () => {
    await bench.model('m-one')
    const complaint = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    const noSchema = 'response_format json_schema is not supported'
    bench.server.script(
      'm-one',
      { status: 400, message: complaint },
      { status: 400, message: noSchema },
      { say: 'ok' },
    )
    await bench.pool.ask(bench.request())
    await bench.pool.ask(bench.request())
    expect(bench.server.seen).toHaveLength(4)
    expect(bench.server.seen[3]?.body).toMatchObject({
      max_completion_tokens: 500,
      response_format: { type: 'json_object' },
    })
    expect(await rows()).toHaveLength(2)
  })
})

describe('falling back', () => {
  it.each([
    ['429', { status: 429 }, 'rate_limited'],
    ['500', { status: 500 }, 'server_error'],
    ['401', { status: 401 }, 'misconfigured'],
    ['404', { status: 404 }, 'misconfigured'],
    ['a reset', { reset: true }, 'network'],
    ['silence', { hang: 'before headers' }, 'timeout'],
    ['silence within the answer', { hang: 'within body' }, 'timeout'],
    ['broken JSON', { raw: '{"choices":[' }, 'nonsense'],
    ['JSON that is no completion', { raw: '{"hello":1}' }, 'nonsense'],
  ] as const)('goes on to the next model after %s', async (_, move, code) => {
    await bench.model('m-one', { position: 0, timeoutMs: 400 })
    await bench.model('m-two', { position: 1 })
    bench.server.script('m-one', move)
    bench.server.script('m-two', { say: 'ok' })
    const reply = await bench.pool.ask(bench.request({ run: await bench.run() }))
    expect(reply.calls).toMatchObject([
      {
        model: 'm-one',
        purpose: 'answer',
        result: 'failed',
        costMicros: '0',
        error: expect.any(String) as string,
      },
      { model: 'm-two', purpose: 'fallback', because: 'failed', result: 'fits' },
    ])
    expect(await rows()).toMatchObject([
      { status: 'failed', costMicros: 0n, error: { code } },
      { status: 'reserved' },
    ])
    expect(reply.settle).toHaveLength(1)
  })

  it('leaves a limited model alone for as long as it asked', async () => {
    await bench.model('m-one', { position: 0 })
    await bench.model('m-two', { position: 1 })
    bench.server.script('m-one', { status: 429, headers: { 'retry-after': '30' } })
    bench.server.script('m-two', { say: 'ok' })
    await bench.pool.ask(bench.request())
    const second = await bench.pool.ask(bench.request())
    expect(second.calls).toMatchObject([{ model: 'm-two', purpose: 'fallback', because: 'cooling' }])
    expect(second.calls).toHaveLength(1)
  })

  it('waits for the only model when that is short, and says when to come back when it is long', async () => {
    await bench.model('m-one')
    bench.server.script('m-one', { status: 429, headers: { 'retry-after-ms': '300' } }, { say: 'ok' })
    expect(await failureOf(bench.pool.ask(bench.request()))).toMatchObject({
      code: 'model_failed',
      retryAfterMs: 300,
    })
    const began = Date.now()
    await bench.pool.ask(bench.request())
    expect(Date.now() - began).toBeGreaterThan(150)

    bench.server.script('m-one', { status: 429, headers: { 'retry-after': '50' } })
    await failureOf(bench.pool.ask(bench.request()))
    const calls = bench.server.seen.length
    const failure = await failureOf(bench.pool.ask(bench.request()))
    expect(failure.retryAfterMs).toBeGreaterThan(40_000)
    expect(bench.server.seen).toHaveLength(calls)
  })

  it('says what each model did when none answers', async () => {
    await bench.model('m-one', { position: 0 })
    await bench.model('m-two', { position: 1 })
    bench.server.script('m-one', { status: 500 })
    bench.server.script('m-two', { status: 503, message: 'key sk-test is busy' })
    const failure = await failureOf(bench.pool.ask(bench.request({ run: await bench.run() })))
    expect(failure).toMatchObject({ code: 'model_failed', settle: [] })
    expect(failure.calls).toHaveLength(2)
    expect(failure.message).toMatch(/m-one: The provider failed.*m-two/)
    expect(failure.message).not.toContain('sk-test')
    expect((await rows()).map(({ status }) => status)).toEqual(['failed', 'failed'])
  })

  it('calls it a timeout when nobody answered in time', async () => {
    await bench.model('m-one')
    bench.server.script('m-one', { hang: 'before headers' })
    expect((await failureOf(bench.pool.ask(bench.request({ timeoutMs: 200 })))).code).toBe('timeout')
  })

  it('stops at once when called off, and leaves nothing reserved', async () => {
    await bench.model('m-one')
    await bench.model('m-two', { position: 1 })
    bench.server.script('m-one', { hang: 'before headers' })
    const off = new AbortController()
    setTimeout(() => off.abort(new Error('worker stops')), 100)
    await expect(bench.pool.ask(bench.request({ signal: off.signal }))).rejects.toThrow('worker stops')
    expect(await rows()).toMatchObject([{ status: 'failed', error: { code: 'aborted' } }])
  })
})

describe('before any call', () => {
  it('refuses unknown models, models without a price, models that are off', async () => {
    const refused = async (models: string[]) =>
      failureOf(bench.pool.ask(bench.request({ agent: { slug: 'writer', tier: 'standard', models } })))
    expect((await refused([])).code).toBe('no_model')
    await bench.model('dear', { outMicrosPerMTok: null })
    await bench.model('off', { enabled: false })
    bench.fresh()
    const failure = await refused(['dear', 'off', 'gone'])
    expect(failure.code).toBe('no_model')
    expect(failure.message).toContain('dear (its price is not known), off (off), gone (unknown)')
    expect(bench.server.seen).toHaveLength(0)
    expect(await rows()).toHaveLength(0)
  })

  it('refuses what a hard budget has no room for, naming it, and writes nothing', async () => {
    await bench.model('m-one')
    const budgetId = await bench.budget('agent', 'writer', 'day', 100n)
    const failure = await failureOf(bench.pool.ask(bench.request({ run: await bench.run() })))
    expect(failure).toMatchObject({
      code: 'budget_blocked',
      details: {
        budgetId,
        scope: 'agent',
        subject: 'writer',
        subjectName: 'writer',
        period: 'day',
        capMicros: '100',
        spentMicros: '0',
      },
    })
    expect(failure.message).toMatch(
      /^The budget of agent writer of \$0\.0001 a day has \$0\.0001 left; this call may/,
    )
    expect(bench.server.seen).toHaveLength(0)
    expect(await rows()).toHaveLength(0)
  })

  it('reserves in every budget that applies and moves it to spent', async () => {
    await bench.model('m-one')
    bench.server.script('m-one', { say: 'ok', usage: [1000, 50] })
    for (const period of ['run', 'day', 'month']) await bench.budget('agent', 'writer', period, 1_000_000n)
    await bench.budget('team', 'team_1', 'day', 1_000_000n, false)
    await bench.budget('workspace', bench.workspaceId, 'month', 1_000_000n)
    await bench.budget('agent', 'other', 'day', 0n)
    const run = await bench.run()
    const reply = await bench.pool.ask(bench.request({ run }))
    const accounts = () =>
      bench.db.prisma.budgetAccount.findMany({ where: { id: { in: settleOf(reply).accounts } } })
    const before = await accounts()
    expect(before).toHaveLength(5)
    expect(before.every(({ reservedMicros }) => reservedMicros === settleOf(reply).reservedMicros)).toBe(true)
    expect(before.map(({ window }) => window)).toContain(`run:${run.id}`)
    await settleCalls(bench.db.pool, reply.settle)
    expect(
      (await accounts()).map(({ spentMicros, reservedMicros }) => [spentMicros, reservedMicros]),
    ).toEqual(Array.from({ length: 5 }, () => [1200n, 0n]))
  })
})
