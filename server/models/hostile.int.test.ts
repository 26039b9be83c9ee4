import { afterEach, beforeEach, expect, it } from 'vitest'
import { startBench, type Bench } from './testing/fixtures'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
  await bench.model('m-one')
})
afterEach(() => bench.close())

it('fills no limit with tokens that cannot be', async () => {
  await bench.limit(bench.providerId, { tokensPerMinute: 100_000 })
  bench.server.script('m-one', { say: '{"a":1}', usage: [900_000_000, 900_000_000] }, { say: '{"a":2}' })
  for (const text of ['{"a":1}', '{"a":2}'])
    expect(await bench.pool.ask(bench.request())).toMatchObject({ answer: { kind: 'text', text } })
  expect(await bench.db.prisma.serviceSlot.count()).toBe(0)
})

it.each([
  ['a refusal', { refuse: 'Not with sk-test.' }, { kind: 'refusal', text: 'Not with [key].' }],
  ['an answer', { say: '"sk-test"' }, { kind: 'text', text: '"[key]"' }],
  [
    'the use of a tool',
    { call: { name: 'look', arguments: '{"for":"sk-test"}' } },
    { kind: 'tools', calls: [{ arguments: '{"for":"[key]"}' }] },
  ],
])('takes the key of a provider out of %s', async (_, move, answer) => {
  bench.server.script('m-one', move)
  expect(await bench.pool.ask(bench.request())).toMatchObject({ answer })
})
