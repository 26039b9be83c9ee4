import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reduce } from '@/domain/team/reduce'
import { edge, node } from '@/domain/team/testing/draw-team'
import { supervisedCatalogue, supervisedTeam } from '@/domain/team/testing/supervised-team'
import type { ReviewView } from '@/domain/run/review'
import { decideReview } from '@/server/services/review/decide'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'
import { wakeDue } from './wake-due'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-writer', 'm-judge']) await bench.model(model)
  const team = (slug: string, document = supervisedTeam(), catalogue = supervisedCatalogue()) =>
    bench.team(slug, publishable(document, catalogue))
  await team('supervised')
  await team('no-way-back', supervisedTeam({}, { back: false }))
  await team('hidden', supervisedTeam(), supervisedCatalogue({ clearance: 'public' }))
  const slow = reduce(supervisedTeam(), {
    type: 'batch',
    commands: [
      { type: 'node.add', node: node('timer', 'pause', { seconds: 1 }) },
      { type: 'edge.reconnect', id: 'review_approved_send', to: { node: 'pause' } },
      { type: 'edge.add', edge: edge('pause -> send') },
    ],
  })
  await team('slow', slow)
  await team('less-cleared', supervisedTeam(), supervisedCatalogue({ clearance: 'internal' }))
})
afterAll(() => bench.close())

const start = async (team = 'supervised') =>
  (await startRun(bench.context(['operator']), { team, input: { name: 'Brightwater', income: 90_000 } })).id
const letter = (text: string, discount = 5) => saying({ text, discount })
const verdict = (verdict: string, more: object = {}) =>
  saying({ verdict, reasons: [`because ${verdict}`], ...more })
const ports = (run: Awaited<ReturnType<EngineBench['settled']>>, node: string) =>
  run.steps.filter((step) => step.node === node && step.status === 'done').map(({ port }) => port)
/** What a model was last asked. */
const asked = (model: string): Record<string, unknown> => {
  const body = bench.server.seen.findLast((call) => call.model === model)?.body as {
    messages: { role: string; content: string }[]
  }
  return JSON.parse(body.messages.find(({ role }) => role === 'user')?.content ?? '{}') as Record<
    string,
    unknown
  >
}
const entriesOf = async (runId: string, node: string) =>
  (await bench.db.prisma.recordEntry.findMany({ where: { runId }, orderBy: { id: 'asc' } }))
    .map(
      ({ body }) =>
        JSON.parse(Buffer.from(body).toString()) as {
          kind: string
          node?: string
          data: Record<string, unknown>
        },
    )
    .filter((entry) => entry.node === node)

describe('a supervisor', () => {
  it('approves: what it saw and why stands on the record, and the effect goes out', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('approve'))
    const sent = bench.service.arrivals.length
    const run = await bench.settled(await start())
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    expect(bench.service.arrivals.slice(sent)).toMatchObject([{ body: { text: 'Dear Brightwater' } }])
    expect(asked('m-judge')).toMatchObject({
      handoff: { text: 'Dear Brightwater', discount: 5 },
      decision: { by: 'Write', rationale: 'As scripted.', confidence: 0.9 },
    })
    const step = run.steps.find(({ node }) => node === 'review')
    expect(step?.result).toMatchObject({
      supervision: { verdict: 'approve', of: 'write', told: { rationale: 'As scripted.' } },
      verdict: { by: 'Judge', effects: [{ node: 'send' }] },
    })
    const [entry] = await entriesOf(run.id, 'review')
    expect(entry).toMatchObject({
      kind: 'step.completed',
      data: { verdict: 'approve', worker: 'write', port: 'approved', view: step?.result.view?.digest },
    })
    expect(String(entry?.data.told_digest)).toMatch(/^hmac-sha256:/)
    expect(JSON.stringify(entry)).not.toContain('As scripted.')
  })

  it('amends within the contract, as the writer of the new version', async () => {
    bench.server.script('m-writer', letter('You will surely win'))
    bench.server.script('m-judge', verdict('amend', { amended: { text: 'Dear Brightwater', discount: 4 } }))
    const sent = bench.service.arrivals.length
    const run = await bench.settled(await start())
    expect(run).toMatchObject({ status: 'done', state: { write: { text: 'Dear Brightwater', discount: 4 } } })
    expect(bench.service.arrivals.slice(sent)).toMatchObject([{ body: { text: 'Dear Brightwater' } }])
    const versions = await bench.db.prisma.stateVersion.findMany({
      where: { runId: run.id },
      orderBy: { version: 'asc' },
    })
    expect(versions.at(-1)?.writer).toMatchObject({ kind: 'agent', id: 'judge' })
    expect(run.steps.find(({ node }) => node === 'review')?.result.supervision).toMatchObject({
      before: { text: 'You will surely win' },
    })
  })

  it('asks a person where its amendment breaks a rule that the draft had passed', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('amend', { amended: { text: 'Take it all', discount: 45 } }))
    const run = await bench.settled(await start())
    expect(run).toMatchObject({ status: 'waiting', state: { write: { discount: 5 } } })
    expect(ports(run, 'review')).toEqual(['escalated'])
    const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: run.id } })
    expect((review.view as unknown as ReviewView).reasons.map(({ text }) => text)).toEqual([
      'because amend',
      'L-1 stops the amendment: above 30 %',
    ])
  })

  it('repairs an amendment that does not fit, or fails', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('amend'))
    const run = await bench.settled(await start())
    expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation', node: 'review' }] })
  })

  it('sends back with its reasons so often, and then it is rejected', async () => {
    bench.server.script('m-writer', letter('one'), letter('two'), letter('three'))
    bench.server.script('m-judge', verdict('reject'))
    const sent = bench.service.arrivals.length
    const run = await bench.settled(await start())
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    expect(ports(run, 'review')).toEqual(['sent_back', 'sent_back', 'rejected'])
    expect(asked('m-writer')).toMatchObject({
      handoff: { name: 'Brightwater' },
      feedback: { instructions: 'because reject', previous: { text: 'two' } },
    })
    expect(bench.service.arrivals).toHaveLength(sent)
  })

  it('goes on when another round is good enough', async () => {
    bench.server.script('m-writer', letter('one'), letter('two'))
    bench.server.script('m-judge', verdict('reject'), verdict('approve'))
    const sent = bench.service.arrivals.length
    const run = await bench.settled(await start())
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    expect(bench.service.arrivals.slice(sent)).toMatchObject([{ body: { text: 'two' } }])
  })

  it('rejects at once where no way leads back', async () => {
    bench.server.script('m-writer', letter('one'))
    bench.server.script('m-judge', verdict('reject'))
    const run = await bench.settled(await start('no-way-back'))
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'rejected' } })
    expect(ports(run, 'review')).toEqual(['rejected'])
  })

  it('escalates to a person, who reads its reasons and decides', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('escalate'))
    const run = await bench.settled(await start())
    const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: run.id } })
    expect(review).toMatchObject({ kind: 'approval', node: 'person', reason: 'because escalate' })
    const sent = bench.service.arrivals.length
    await decideReview(bench.context(['reviewer'], 'usr_other'), {
      id: review.id,
      verdict: { decision: 'approve', digest: review.digest, reason: '' },
    })
    expect(await bench.settled(run.id)).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    expect(bench.service.arrivals).toHaveLength(sent + 1)
  })

  it('is not told the reasons of a worker who saw more than it may, and that stands in its question', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('approve'))
    const run = await bench.settled(await start('less-cleared'))
    expect(run).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    const { decision } = asked('m-judge') as { decision: Record<string, unknown> }
    expect(Object.keys(decision).sort()).toEqual(['by', 'confidence', 'withheld'])
    expect(JSON.stringify(asked('m-judge'))).not.toContain('As scripted.')
    expect(run.steps.find(({ node }) => node === 'review')?.result.supervision).toMatchObject({ told: null })
  })

  it('cannot amend what it sees only in part', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('amend', { amended: { text: 'Hi', discount: 0 } }))
    const run = await bench.settled(await start('hidden'))
    expect(run).toMatchObject({ status: 'waiting', reviews: [{ kind: 'escalation', node: 'review' }] })
    expect(run.state).toMatchObject({ write: { text: 'Dear Brightwater', discount: 5 } })
  })

  it('binds: what would be sent is not what was approved, so nothing goes out', async () => {
    bench.server.script('m-writer', letter('Dear Brightwater'))
    bench.server.script('m-judge', verdict('approve'))
    const sent = bench.service.arrivals.length
    const id = await start('slow')
    expect(await bench.settled(id)).toMatchObject({ status: 'waiting' })
    await bench.db.prisma.$executeRaw`
      update run set state = jsonb_set(state, '{write,text}', '"Another text"') where id = ${id}`
    await sleep(1100)
    await wakeDue(bench.db.pool)
    await sleep(300)
    const run = await bench.settled(id)
    expect(run).toMatchObject({
      status: 'waiting',
      reviews: [{ node: 'send', kind: 'escalation', reason: 'What would be sent is not what was approved.' }],
    })
    expect(bench.service.arrivals).toHaveLength(sent)
  })
})
