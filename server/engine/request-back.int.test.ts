import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agent } from '@/domain/team/testing/sales-team'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import type { Move } from '@/server/models/testing/scripted-server'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { askingBack } from './testing/handover-teams'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-credit', 'm-writer', 'm-spare']) await bench.model(model)
  await bench.team('asking', publishable(askingBack({ max: 2 })))
  const agents = [
    agent('credit', { models: ['m-credit'] }),
    agent('writer', { models: ['m-writer'], clearance: 'restricted' }),
  ]
  await bench.team('by-contract', publishable(askingBack({ max: 1, contract: 'plea@1' }), { agents }))
})
afterAll(() => bench.close())

const asking = (request: object): Move => ({
  say: JSON.stringify({
    output: null,
    request,
    rationale: 'The date is missing.',
    confidence: 0.4,
    alternatives: [],
    evidence: [],
    claims: [],
  }),
})
const what = (what: string) => asking({ what, why: 'The letter names it.', fields: ['summary'] })
const dossier = (summary: string) => saying({ case_id: 'C-1', summary })
const start = async (team: string) =>
  (await startRun(bench.context(['operator']), { team, input: { case_id: 'C-1', text: 'A claim.' } })).id
const asked = (since: number, model: string) =>
  bench.server.seen
    .slice(since)
    .filter((each) => each.model === model)
    .map(({ body }) => {
      const [system, user] = body['messages'] as { content: string }[]
      return {
        system: system?.content ?? '',
        user: JSON.parse(user?.content ?? '{}') as Record<string, unknown>,
        body,
      }
    })

async function entries(runId: string, kind: string, node: string) {
  const rows = await bench.db.prisma.recordEntry.findMany({ where: { kind }, orderBy: { id: 'asc' } })
  return rows
    .map(
      ({ body }) =>
        JSON.parse(Buffer.from(body).toString()) as Record<string, unknown> & {
          data: Record<string, unknown>
        },
    )
    .filter((entry) => entry['run'] === runId && entry['node'] === node)
}

describe('a request back', () => {
  it('is done once more upstream, twice, and then comes forward answered', async () => {
    bench.server.script('m-credit', dossier('thin'), dossier('better'), dossier('of May 4'))
    bench.server.script(
      'm-writer',
      what('The date of the claim.'),
      what('The day too.'),
      saying({ text: 'Done' }),
    )
    const since = bench.server.seen.length
    const run = await bench.settled(await start('asking'))
    expect(run).toMatchObject({
      status: 'done',
      outcome: { result: 'done' },
      state: { research: { summary: 'of May 4' }, write: { text: 'Done' } },
    })
    const visits = run.steps.filter(({ node }) => node === 'write')
    expect(visits.map(({ port }) => port)).toEqual(['request', 'request', 'out'])
    expect(visits[0]?.result.request).toMatchObject({
      asked: { what: 'The date of the claim.', fields: ['summary'] },
      to: 'research',
      of: 'Research',
      round: 1,
      max: 2,
      grounds: { rationale: 'The date is missing.', confidence: 0.4 },
    })
    expect(visits[0]?.result).not.toHaveProperty('output')

    const upstream = asked(since, 'm-credit')
    expect(upstream).toHaveLength(3)
    expect(upstream[0]?.user).not.toHaveProperty('feedback')
    expect(upstream[1]?.user['feedback']).toEqual({
      instructions:
        'This is asked for: The date of the claim. The reason given: The letter names it. It is about: summary.',
      previous: { case_id: 'C-1', summary: 'thin' },
    })
    expect(upstream[2]?.user['feedback']).toMatchObject({ previous: { summary: 'better' } })

    const downstream = asked(since, 'm-writer')
    expect(downstream.map(({ user }) => (user['requests'] as { left: number }).left)).toEqual([2, 1, 0])
    expect(downstream[1]?.system).toContain('once more')
    expect(downstream[2]?.system).toContain('No requests to Research are left')
    expect(downstream[2]?.user['handoff']).toMatchObject({ summary: 'of May 4' })
    const format = downstream[0]?.body['response_format'] as { json_schema: { strict: boolean } }
    expect(format.json_schema.strict).toBe(true)

    const completed = await entries(run.id, 'step.completed', 'write')
    expect(completed.map(({ data }) => [data['port'], data['asks'] ?? null, data['round'] ?? null])).toEqual([
      ['request', 'research', 1],
      ['request', 'research', 2],
      ['out', null, null],
    ])
    expect(completed[0]?.data['request']).toMatch(/^hmac-sha256:/)
  })

  it('goes to a person when none are left, who answers by hand', async () => {
    bench.server.script('m-credit', dossier('thin'))
    bench.server.script('m-writer', what('The date.'))
    const run = await bench.settled(await start('asking'))
    expect(run.status).toBe('waiting')
    const [open] = run.reviews.filter(({ status }) => status === 'open')
    const review = await getReview(bench.context(['reviewer'], 'usr_other'), { id: open?.id ?? '' })
    expect(review).toMatchObject({ kind: 'escalation', node: { id: 'write' } })
    expect(review.view.failure).toMatchObject({
      code: 'request_exhausted',
      message: 'Writer still needs more, and has asked Research 2 times already. It asks: The date.',
      details: { request: { what: 'The date.' }, rationale: 'The date is missing.' },
    })
    expect(review.view.draft).toMatchObject({ slot: 'write', contract: 'letter@1' })
    expect(run.steps.filter(({ node }) => node === 'research')).toHaveLength(3)

    await decideReview(bench.context(['reviewer'], 'usr_other'), {
      id: review.id,
      verdict: {
        decision: 'approve',
        digest: review.digest,
        reason: 'I know it.',
        edit: { text: 'By hand' },
      },
    })
    const done = await bench.settled(run.id)
    expect(done).toMatchObject({ status: 'done', state: { write: { text: 'By hand' } } })
  })

  it('shows the other only what it may see of a request by contract', async () => {
    bench.server.script('m-credit', dossier('thin'), dossier('full'))
    bench.server.script(
      'm-writer',
      asking({ question: 'When?', secret: 'lawsuit' }),
      saying({ text: 'Done' }),
    )
    const since = bench.server.seen.length
    const run = await bench.settled(await start('by-contract'))
    expect(run.status).toBe('done')
    const [, again] = asked(since, 'm-credit')
    expect(again?.user['feedback']).toMatchObject({
      instructions: 'This is asked for: {"question":"When?"}',
    })
    expect(JSON.stringify(again?.body)).not.toContain('lawsuit')
    const request = run.steps.find(({ port }) => port === 'request')?.result.request
    expect(request).toMatchObject({ asked: { secret: 'lawsuit' }, contract: 'plea@1' })
  })

  it('is sent back for a repair when it is neither, or both', async () => {
    await bench.team('repairing', publishable(askingBack({ max: 1 }, { repairs: 1 })))
    const both = JSON.parse((saying({ text: 'x' }) as { say: string }).say) as object
    bench.server.script('m-credit', dossier('thin'))
    bench.server.script(
      'm-writer',
      { say: JSON.stringify({ ...both, request: { what: 'a', why: 'b', fields: [] } }) },
      saying({ text: 'Done' }),
    )
    const since = bench.server.seen.length
    const run = await bench.settled(await start('repairing'))
    expect(run).toMatchObject({ status: 'done', state: { write: { text: 'Done' } } })
    const [, repaired] = asked(since, 'm-writer')
    expect(JSON.stringify(repaired?.body)).toContain('not both, not neither')
  })
})
