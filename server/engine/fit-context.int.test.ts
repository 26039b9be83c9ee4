import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agent } from '@/domain/team/testing/sales-team'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { saltedDigest } from '@/server/record/digest'

let bench: EngineBench
const agents = [agent('reader', { models: ['m-reader'] }), agent('writer', { models: ['m-writer'] })]

/** start → read (agent reader) → write (agent writer, under a cap, reads what began it) → end. */
const team = (context: object) =>
  publishable(
    drawTeam({
      contracts: [
        contract('mail@1', { thread_id: field('string'), body: field('string') }),
        contract('facts@1', { case_id: field('string'), story: field('string') }),
        contract('letter@1', { text: field('string') }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'mail@1' }),
        node('agent', 'read', { agent: 'reader', produces: 'facts@1' }),
        node('agent', 'write', {
          agent: 'writer',
          produces: 'letter@1',
          accepts: 'facts@1',
          reads: ['start'],
          retries: 0,
          repairs: 0,
          context: context as never,
        }),
        node('end', 'done'),
      ],
      edges: ['start -> read', 'read -> write', 'write -> done'],
    }),
    { agents },
  )

beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-reader', 'm-writer']) await bench.model(model)
  await bench.model('m-small', { tier: 'small', inMicrosPerMTok: 100_000n, outMicrosPerMTok: 400_000n })
  await bench.team('pruned', team({ maxTokens: 1000, over: 'prune' }))
  await bench.team('tight', team({ maxTokens: 100, over: 'prune' }))
  await bench.team('summarised', team({ maxTokens: 1000, over: 'summarise' }))
  await bench.team('hopeless', team({ maxTokens: 100, over: 'summarise' }))
  await bench.team('escalated', team({ maxTokens: 1000, over: 'escalate' }))
})
afterAll(() => bench.close())

const words = (word: string, times: number) =>
  Array.from({ length: times }, (_, i) => `${word} ${i}`).join(', ')
const body = words('mail', 300)
const story = words('story', 150)
const id = 'C-1'.repeat(40)

async function run(slug: string, long = story) {
  bench.server.script('m-reader', saying({ case_id: id, story: long }))
  bench.server.script('m-writer', saying({ text: 'Dear all' }))
  const since = bench.server.seen.length
  const input = { thread_id: 'T-1', body }
  const started = await startRun(bench.context(['operator']), { team: slug, input })
  const settled = await bench.settled(started.id)
  const [write] = settled.steps.filter((each) => each.node === 'write')
  const asked = (model: string) => bench.server.seen.slice(since).filter((each) => each.model === model)
  const user = (model: string, at = 0) => {
    const messages = asked(model)[at]?.body['messages'] as { content: string }[] | undefined
    return JSON.parse(messages?.[1]?.content ?? '{}') as Record<
      string,
      Record<string, Record<string, unknown>>
    >
  }
  return { run: settled, write, asked, user }
}

const summaries = (...texts: string[]) => ({ say: JSON.stringify({ summaries: texts }) })

async function recorded(runId: string) {
  const rows = await bench.db.prisma.recordEntry.findMany({ where: { runId, kind: 'step.completed' } })
  const entries = rows.map(
    ({ entryId, body: bytes }) =>
      ({ entryId, ...JSON.parse(Buffer.from(bytes).toString()) }) as {
        entryId: string
        node: string
        data: object
      },
  )
  const entry = entries.find(({ node: at }) => at === 'write')
  const privates = await bench.db.prisma.recordPrivate.findMany({ where: { entryId: entry?.entryId ?? '' } })
  return { data: entry?.data, privates }
}

async function digestIn(id: string, value: unknown): Promise<string> {
  const { salt } = await bench.db.prisma.run.findUniqueOrThrow({ where: { id }, select: { salt: true } })
  if (!salt) throw new Error('a run without a salt')
  return saltedDigest(value, Buffer.from(salt).toString('base64'))
}

describe('a view above its cap', () => {
  it('is pruned where it is needed least, visibly, and says so', async () => {
    const { run: done, write, user } = await run('pruned')
    expect(done.status).toBe('done')
    expect(user('m-writer')).toMatchObject({
      handoff: { case_id: id, story },
      state: { start: { thread_id: 'T-1', body: `[pruned: a text of ${body.length} characters]` } },
    })
    const { fitted, data, digest } = write?.result.view ?? {}
    expect(fitted).toMatchObject({
      maxTokens: 1000,
      replaced: [{ at: '/start/body', how: 'pruned', digest: await digestIn(done.id, body) }],
    })
    expect(fitted?.before).toBeGreaterThan(1000)
    expect(fitted?.after).toBeLessThanOrEqual(1000)
    // The digest is of what was shown, and so is what stands on the record.
    expect(digest).toBe(await digestIn(done.id, data))
    const { data: entry } = await recorded(done.id)
    expect(entry).toMatchObject({
      view: digest,
      fitted: { max_tokens: 1000, replaced: [{ at: '/start/body' }] },
    })
    // The state itself is as it was.
    expect(done.state).toMatchObject({ start: { body }, read: { story } })
  })

  it('keeps what identifies the subject, or reports that it cannot', async () => {
    const { run: open, write, asked } = await run('tight')
    expect(open.status).toBe('waiting')
    expect(asked('m-writer')).toHaveLength(0)
    expect(write?.result.failure).toMatchObject({ code: 'context_exceeded', details: { maxTokens: 100 } })
    const review = await getReview(bench.context(['reviewer'], 'usr_other'), {
      id: open.reviews[0]?.id ?? '',
    })
    expect(review.view.draft).toMatchObject({ slot: 'write', contract: 'letter@1' })
  })

  it('is summarised by a cheap model: what was replaced is recorded, and its cost is the run’s', async () => {
    bench.server.script('m-small', summaries('They wrote about many mails.'))
    const { run: done, write, asked, user } = await run('summarised')
    expect(done.status).toBe('done')
    expect(user('m-writer')).toMatchObject({
      handoff: { case_id: id, story },
      state: { start: { body: '[summary] They wrote about many mails.' } },
    })
    expect(user('m-small')).toMatchObject({ texts: [{ text: body }] })
    expect(write?.result.calls?.map(({ model, purpose }) => [model, purpose])).toEqual([
      ['m-small', 'summary'],
      ['m-writer', 'answer'],
    ])
    expect(asked('m-small')).toHaveLength(1)
    const calls = await bench.db.prisma.modelCall.findMany({ where: { runId: done.id } })
    const summary = calls.find(({ purpose }) => purpose === 'summary')
    expect(summary).toMatchObject({ agentSlug: 'writer', node: 'write', model: 'm-small', status: 'done' })
    expect(summary?.costMicros).toBeGreaterThan(0n)
    expect(BigInt(done.spentMicros)).toBe(calls.reduce((sum, { costMicros }) => sum + costMicros, 0n))
    expect(BigInt(write?.costMicros ?? 0)).toBe(
      calls.filter(({ node: at }) => at === 'write').reduce((sum, { costMicros }) => sum + costMicros, 0n),
    )

    const { data, privates } = await recorded(done.id)
    expect(data).toMatchObject({
      fitted: { replaced: [{ at: '/start/body', how: 'summarised', digest: await digestIn(done.id, body) }] },
    })
    expect(JSON.stringify(data)).not.toContain('many mails')
    const sealed = privates.find(({ field: name }) => name.endsWith('/replaced'))
    expect(JSON.stringify(sealed?.value)).toContain('They wrote about many mails.')
    expect(JSON.stringify(sealed?.value)).toContain('mail 299')
  })

  it('asks one of the agent’s own where the cheap one fails or writes too much', async () => {
    bench.server.script('m-small', summaries(words('far too long', 400)))
    bench.server.script('m-reader', saying({ case_id: id, story }))
    bench.server.script('m-writer', summaries('Short.'), saying({ text: 'Dear all' }))
    const { id: runId } = await startRun(bench.context(['operator']), {
      team: 'summarised',
      input: { thread_id: 'T-1', body },
    })
    const done = await bench.settled(runId)
    expect(done.status).toBe('done')
    const [write] = done.steps.filter((each) => each.node === 'write')
    expect(write?.result.calls?.map(({ model, purpose, result }) => [model, purpose, result])).toEqual([
      ['m-small', 'summary', 'misfit'],
      ['m-writer', 'summary', 'fits'],
      ['m-writer', 'answer', 'fits'],
    ])
  })

  it('goes to a person when even a summary is too much, and what was tried is paid', async () => {
    const { run: open, write, asked } = await run('hopeless')
    expect(open.status).toBe('waiting')
    expect(write?.result.failure).toMatchObject({ code: 'context_exceeded' })
    expect(asked('m-writer')).toHaveLength(0)

    bench.server.script('m-small', summaries(words('far too long', 400)))
    bench.server.script('m-reader', saying({ case_id: id, story }))
    bench.server.script('m-writer', summaries(words('and again', 400)))
    const { id: runId } = await startRun(bench.context(['operator']), {
      team: 'summarised',
      input: { thread_id: 'T-1', body },
    })
    const tried = await bench.settled(runId)
    const [step] = tried.steps.filter((each) => each.node === 'write')
    expect(step?.result.failure?.message).toMatch(
      /^Summarised, what it would see still takes \d+ tokens, and 1000/,
    )
    expect(step?.result.calls?.map(({ purpose }) => purpose)).toEqual(['summary', 'summary'])
    expect(BigInt(step?.costMicros ?? 0)).toBeGreaterThan(0n)
    const { reserved } = (
      await bench.db.pool.query<{ reserved: string }>(
        `select coalesce(sum(reserved_micros), 0)::text reserved from model_call where run_id = $1 and status = 'reserved'`,
        [runId],
      )
    ).rows[0] ?? { reserved: '' }
    expect(reserved).toBe('0')
  })

  it('goes to a person at once where that is what was chosen', async () => {
    const { run: open, write, asked } = await run('escalated')
    expect(open.status).toBe('waiting')
    expect(write?.result.failure?.message).toMatch(
      /^What it would see takes \d+ tokens, and 1000 are allowed\.$/,
    )
    expect(asked('m-small')).toHaveLength(0)
  })

  it('is shown whole when it fits', async () => {
    const { write } = await run('pruned', 'A short story.')
    const whole = write?.result.view?.fitted?.before ?? 0
    expect(whole).toBeGreaterThan(0)
    await bench.team('roomy', team({ maxTokens: 20_000, over: 'prune' }))
    const { write: shown } = await run('roomy')
    expect(shown?.result.view).not.toHaveProperty('fitted')
  })
})
