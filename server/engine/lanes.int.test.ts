import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startRun } from '@/server/services/run/start'
import type { Move } from '@/server/models/testing/scripted-server'
import { letters, publishable, rounds, twoOpinions } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { wakeDue } from './wake-due'

let bench: EngineBench
let waker: NodeJS.Timeout
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-credit', 'm-fit', 'm-writer', 'm-judge']) await bench.model(model)
  await bench.team('both', publishable(twoOpinions()))
  await bench.team('first', publishable(twoOpinions({ wait: 'any' })))
  await bench.team('in-time', publishable(twoOpinions({ timeoutSeconds: 1 })))
  await bench.team('letters', publishable(letters()))
  await bench.team('codes', publishable(letters({}, { produces: 'code@1' })))
  await bench.team('lenient', publishable(letters({ tolerate: 1, failed: 'skip' })))
  await bench.team('rounds', publishable(rounds()))
})
afterAll(() => bench.close())
// The worker's own tick.
beforeEach(() => (waker = setInterval(() => void wakeDue(bench.db.pool), 200)))
afterEach(() => clearInterval(waker))

const start = async (team: string, input: Record<string, unknown> = { name: 'Brightwater' }) =>
  (await startRun(bench.context(['operator']), { team, input })).id
const lines = (...skus: string[]) => ({ lines: skus.map((sku) => ({ sku })) })
const slow = (output: unknown, delayMs: number): Move => ({ ...saying(output), delayMs })
const visits = (run: Awaited<ReturnType<EngineBench['settled']>>, node: string) =>
  run.steps.filter((step) => step.node === node && step.status === 'done')

/** Versions of the state without a gap, and no fork left open. */
async function sound(runId: string) {
  const versions = await bench.db.prisma.stateVersion.findMany({
    where: { runId },
    orderBy: { version: 'asc' },
  })
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => i + 1))
  const forks = await bench.db.prisma.fork.findMany({ where: { runId } })
  expect(forks.map(({ state }) => (state as { status: string }).status)).toEqual(forks.map(() => 'fired'))
}

describe('a parallel', () => {
  it('goes all its ways at once and gathers what they brought', async () => {
    bench.server.script('m-credit', slow({ score: 3 }, 150))
    bench.server.script('m-fit', slow({ score: 8 }, 150))
    const run = await bench.settled(await start('both'))
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { both: { credit: { score: 3 }, fit: { score: 8 } } },
    })
    expect(visits(run, 'both')).toHaveLength(1)
    const [a, b] = [visits(run, 'credit_check')[0], visits(run, 'fit_check')[0]]
    expect(Number(a?.startedAt)).toBeLessThan(Number(b?.endedAt))
    expect(Number(b?.startedAt)).toBeLessThan(Number(a?.endedAt))
    await sound(run.id)
  })

  it('goes on with the first and stops the other before its next step', async () => {
    bench.server.script('m-credit', slow({ score: 3 }, 1500))
    bench.server.script('m-fit', saying({ score: 8 }))
    const run = await bench.settled(await start('first'))
    expect(run).toMatchObject({ status: 'done', state: { both: { fit: { score: 8 } } } })
    await sleep(1800)
    const later = await bench.settled(run.id)
    expect(visits(later, 'credit_check')).toHaveLength(0)
    expect(later.state).not.toHaveProperty('credit_check')
    expect(visits(later, 'both')).toHaveLength(1)
    await sound(run.id)
  })

  it('takes the way for too few when its time is up', async () => {
    bench.server.script('m-credit', slow({ score: 3 }, 4000))
    bench.server.script('m-fit', saying({ score: 8 }))
    const run = await bench.settled(await start('in-time'))
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    expect(visits(run, 'both').map(({ port }) => port)).toEqual(['short'])
    await sound(run.id)
  })

  it('asks a person about a step that cannot go on, and goes on when it is mended', async () => {
    bench.server.script('m-credit', { say: 'nonsense' })
    bench.server.script('m-fit', saying({ score: 8 }))
    const run = await bench.settled(await start('both'))
    expect(run.status).toBe('waiting')
    expect(run.reviews).toMatchObject([{ kind: 'escalation', node: 'credit_check' }])
  })
})

/** An answer to each line with its own name in it. */
const writer = (wrong: readonly string[] = []): Move => ({
  by: (body) => {
    const sku = /"sku":\s*\\?"([^"\\]+)/.exec(JSON.stringify(body).replaceAll('\\"', '"'))?.[1] ?? '?'
    return wrong.includes(sku) ? { say: 'nonsense' } : slow({ text: `Dear ${sku}` }, 30)
  },
})

describe('a map', () => {
  it('goes one way for each item, keeps them apart, and gathers them in their order', async () => {
    bench.server.script('m-writer', writer())
    const skus = Array.from({ length: 8 }, (_, i) => `sku-${i}`)
    const arrived = bench.service.arrivals.length
    const run = await bench.settled(await start('letters', lines(...skus)))
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { all: { results: skus.map((sku) => ({ text: `Dear ${sku}` })), missing: 0 } },
    })
    const sent = bench.service.arrivals.slice(arrived)
    expect(sent.map(({ path }) => path).sort()).toEqual(skus.map((sku) => `/letters/${sku}`))
    expect(new Set(sent.map(({ key }) => key)).size).toBe(8)
    for (const { path, body } of sent)
      expect(body).toEqual({ text: `Dear ${path.slice('/letters/'.length)}` })
    await sound(run.id)
  })

  it('asks a person about a list with an item that does not fit, who cannot answer in its place', async () => {
    const run = await bench.settled(await start('codes', lines('a', 'far-too-long-a-code')))
    expect(run.status).toBe('waiting')
    const [review] = await bench.db.prisma.review.findMany({ where: { runId: run.id } })
    expect(review?.view).toMatchObject({ kind: 'escalation', failure: { code: 'contract_violated' } })
    expect(review?.view).not.toHaveProperty('draft')
  })

  it('lets so many items fail where the join does', async () => {
    bench.server.script('m-writer', writer(['b']))
    const run = await bench.settled(await start('lenient', lines('a', 'b', 'c')))
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { all: { results: [{ text: 'Dear a' }, { text: 'Dear c' }], missing: 1 } },
    })
    bench.server.script('m-writer', writer(['b', 'c']))
    const two = await bench.settled(await start('lenient', lines('a', 'b', 'c', 'd')))
    expect(two).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    await sound(two.id)
  })

  it('is over at once when there is nothing in the list', async () => {
    const run = await bench.settled(await start('letters', lines()))
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { all: { results: [] } },
    })
    await sound(run.id)
  })
})

describe('a loop', () => {
  it('goes back with feedback until it is good enough, after a timer', async () => {
    bench.server.script('m-writer', saying({ text: 'Hi' }), saying({ text: 'Dear all' }))
    bench.server.script('m-judge', saying({ score: 4 }), saying({ score: 9 }))
    const seen = bench.server.seen.length
    const run = await bench.settled(await start('rounds'))
    expect(run.status).toBe('waiting')
    await sleep(1500)
    const done = await bench.settled(run.id)
    expect(done).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { write: { text: 'Dear all' } },
    })
    expect(visits(done, 'again').map(({ port }) => port)).toEqual(['again', 'done'])
    const asked = bench.server.seen.slice(seen).filter(({ model }) => model === 'm-writer')
    expect(JSON.stringify(asked[1]?.body)).toContain('Only 4 of 10.')
    await sound(run.id)
  })

  it('takes another way when no rounds are left', async () => {
    bench.server.script('m-writer', saying({ text: 'Hi' }))
    bench.server.script('m-judge', saying({ score: 4 }))
    const id = await start('rounds')
    await sleep(1500)
    const run = await bench.settled(id)
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    expect(visits(run, 'again').map(({ port }) => port)).toEqual(['again', 'again', 'exhausted'])
  })
})
