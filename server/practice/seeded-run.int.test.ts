import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConnectors } from '@/server/connectors/connectors'
import { exactUndo, undoEffect } from '@/server/services/gate/undo'
import { getEntry } from '@/server/services/record/get'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { previewEdit } from '@/server/services/review/preview'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { profileOf, type Profile } from './crm-data'
import { startPracticeBench, type PracticeBench } from './testing/practice-bench'

const SALES_TEAM_SLUG = 'sales-operations'
let bench: PracticeBench
beforeAll(async () => void (bench = await startPracticeBench()))
afterAll(() => bench.close())

const accountOf = (profile: Profile, nth = 0): string => {
  const found = Array.from({ length: 300 }, (_, i) => i).filter((i) => profileOf(i) === profile)[nth] ?? 0
  return `acc-${String(found + 1).padStart(4, '0')}`
}

async function run(accountId: string) {
  const input = { account_id: accountId }
  const { id } = await startRun(bench.as(['operator'], 'usr_starter'), { team: SALES_TEAM_SLUG, input })
  return settled(id)
}

async function settled(id: string) {
  for (const until = Date.now() + 20_000; ; await sleep(20)) {
    const found = await getRun(bench.as(['operator']), { id })
    if (found.status !== 'running') return found
    if (Date.now() > until) throw new Error(`run ${id} does not settle`)
  }
}

interface CrmWrite {
  path: string
  key: string
  body: Record<string, unknown>
  answer: Record<string, unknown>
}

async function writes(): Promise<CrmWrite[]> {
  const connection = await bench.db.prisma.connection.findFirstOrThrow({ where: { slug: 'practice-crm' } })
  const authorization = `Bearer ${bench.box.open(connection.secretSealed ?? '')}`
  const response = await fetch(`${bench.crmUrl}/_log`, { headers: { authorization } })
  return ((await response.json()) as { writes: CrmWrite[] }).writes
}

const reviewOf = async (runId: string) => {
  const { id } = await bench.db.prisma.review.findFirstOrThrow({ where: { runId, status: 'open' } })
  return getReview(bench.as(['reviewer'], 'usr_reviewer'), { id })
}

describe('the seeded team, on the real engine', () => {
  it('writes a normal account into the CRM without a person, and it costs', async () => {
    const done = await run(accountOf('normal'))
    expect(done).toMatchObject({ status: 'done', outcome: { result: 'done' } })
    expect(done.spentMicros).toBeGreaterThan(0n)
    const state = done.state as { draft: { deal_id: string; next_step: string } }
    expect(await writes()).toMatchObject([
      { path: `/deals/${state.draft.deal_id}`, body: { next_step: state.draft.next_step } },
    ])
    const calls = await bench.db.prisma.modelCall.findMany({ where: { runId: done.id } })
    expect(calls.map(({ status, sandbox }) => `${status} ${String(sandbox)}`)).toEqual(
      Array(4).fill('done true'),
    )
    const accounts = await bench.db.prisma.budgetAccount.findMany()
    expect(accounts.every(({ reservedMicros }) => reservedMicros === 0n)).toBe(true)
  })

  it('is undone where somebody asks for it: the deal in the CRM stands as before', async () => {
    const { id, state } = await run(accountOf('normal', 1))
    const { dossier } = state as { dossier: { deal: Record<string, unknown> } }
    const effect = await bench.db.prisma.effect.findFirstOrThrow({ where: { runId: id, status: 'done' } })
    const written = (await writes()).length
    const operator = bench.as(['operator'], 'usr_starter')
    const asked = await exactUndo(operator, { id: effect.id })
    expect(asked.summary).toMatch(/^Put .+ back as it was$/)
    const connectors = createConnectors({ db: bench.db })
    expect(await undoEffect(operator, { id: effect.id, reason: 'A mistake' }, connectors)).toMatchObject({
      status: 'done',
    })
    const [undone] = (await writes()).slice(written)
    expect(undone).toMatchObject({ path: `/deals/${String(dossier.deal['id'])}/revert` })
    expect(undone?.answer).toMatchObject({
      stage: dossier.deal['stage'],
      next_step: dossier.deal['next_step'],
    })
  })

  it.each([
    ['large', /above \$25,000/],
    ['no_contact', /a contact person/],
    ['no_open_deal', /an open deal/],
    ['stale', /activity within 60 days/],
    ['contradictory', /sure, below 0\.7/],
    ['on_hold', /go back from/],
  ] as const)('stops a %s account for a person, who is told why', async (profile, why) => {
    const before = (await writes()).length
    const waiting = await run(accountOf(profile))
    expect(waiting.status).toBe('waiting')
    const { view } = await reviewOf(waiting.id)
    expect(JSON.stringify(view.reasons)).toMatch(why)
    expect(view.effects).toMatchObject([{ method: 'PATCH', connection: 'practice-crm' }])
    expect(await writes()).toHaveLength(before)
  })

  it('does not let an edit carry the write round a rule, and shows what was sent with one that fits', async () => {
    const { id } = await run(accountOf('no_contact', 1))
    const review = await reviewOf(id)
    const reviewer = bench.as(['reviewer'], 'usr_reviewer')
    const draft = review.view.draft?.value as Record<string, unknown>
    const elsewhere = { ...draft, deal_id: 'deal-00001' }
    const preview = await previewEdit(reviewer, { id: review.id, edit: elsewhere })
    expect(preview.rejected.map((rule) => rule.id)).toEqual(['S-5'])
    expect(preview.rules?.find((rule) => rule.id === 'S-5')?.held).toBe(false)
    const verdict = { decision: 'approve' as const, digest: review.digest, reason: '' }
    await expect(
      decideReview(reviewer, { id: review.id, verdict: { ...verdict, edit: elsewhere } }),
    ).rejects.toThrow('S-5 stops the edited draft')

    const better = { ...draft, next_step: 'Ask who decides there' }
    expect((await previewEdit(reviewer, { id: review.id, edit: better })).rejected).toEqual([])
    await decideReview(reviewer, { id: review.id, verdict: { ...verdict, edit: better } })
    await settled(id)
    const { sent } = await getReview(reviewer, { id: review.id })
    expect(sent).toMatchObject([
      { status: 'done', request: { body: { next_step: 'Ask who decides there' } } },
    ])
    const where = { runId: id, kind: 'review.decided' }
    const { entryId } = await bench.db.prisma.recordEntry.findFirstOrThrow({ where })
    const entry = await getEntry(reviewer, { id: entryId })
    expect(entry.draft).toEqual(draft)
    expect(entry.sealed).toContainEqual(expect.objectContaining({ field: '/data/edit', value: better }))
  })

  it('is drafted again when sent back, and writes exactly what was approved then', async () => {
    const { id } = await run(accountOf('large', 1))
    const first = await reviewOf(id)
    const instructions = 'Next step: Visit their depot with a demo. Low priority.'
    await decideReview(bench.as(['reviewer'], 'usr_reviewer'), {
      id: first.id,
      verdict: { decision: 'send_back', digest: first.digest, reason: instructions },
    })
    await settled(id)
    const second = await reviewOf(id)
    expect(second.view.draft?.value).toMatchObject({ priority: 'low' })
    await decideReview(bench.as(['reviewer'], 'usr_reviewer'), {
      id: second.id,
      verdict: { decision: 'approve', digest: second.digest, reason: '' },
    })
    expect(await settled(id)).toMatchObject({ status: 'done' })
    expect((await writes()).at(-1)?.body).toMatchObject({ priority: 'low' })
  })

  it('asks a person about an account the CRM does not have, with all that happened', async () => {
    const waiting = await run('acc-9999')
    expect(waiting.status).toBe('waiting')
    const { view } = await reviewOf(waiting.id)
    expect(view).toMatchObject({ kind: 'escalation', failure: { code: 'model_refused' }, sandbox: true })
    expect(view.failure?.message).toContain('The model refused to answer, ')
  })

  it('keeps the share that needs no person over a hundred accounts', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `acc-${String(i + 101).padStart(4, '0')}`)
    const start = (account_id: string) =>
      startRun(bench.as(['operator']), { team: SALES_TEAM_SLUG, input: { account_id } })
    const where = { id: { in: (await Promise.all(ids.map(start))).map(({ id }) => id) } }
    const count = (status: string) => bench.db.prisma.run.count({ where: { ...where, status } })
    for (const until = Date.now() + 40_000; Date.now() < until && (await count('running')) > 0;)
      await sleep(200)
    expect(await count('running')).toBe(0)
    const share = (await count('done')) / ids.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.8)
  })
})
