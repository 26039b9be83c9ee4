import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import type { Role } from '@/domain/policy/permission'
import { contract, field } from '@/domain/team/testing/draw-team'
import { putAgent } from './agent/put'
import type { Context } from './context'
import { costSummary, costSummaryInput } from './cost/summary'
import { exactEffect, exactReview } from './gate/exact-request'
import { exactUndo } from './gate/undo'
import { readOverview } from './overview/read'
import { search } from './overview/search'
import { exportRecord } from './record/export'
import { getEntry } from './record/get'
import { listEntries, listInput } from './record/list'
import { explainEntry } from './record/why'
import { decideReview } from './review/decide'
import { getReview } from './review/get'
import { listReviews } from './review/list'
import { runAsAgent } from './run/as-agent'
import { getRun } from './run/get'
import { getStep } from './run/get-step'
import { listRuns } from './run/list'
import { restartOptions } from './run/restart-options'
import { startRun } from './run/start'
import { listStates } from './run/states'
import { createTeam } from './team/create'
import { listTeams } from './team/list'
import { publishTeam } from './team/publish'
import { quillonAgent, quillonTeam } from './testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from './testing/two-workspaces'
import { readHanded } from './trial/handed'
import { saying } from '../engine/testing/engine-bench'

/** Stands in a field that is restricted and pii, in the run's title, and in what the agent says of it. */
const CANARY = 'canary-7741'
const SLUG = 'seen'
let two: TwoWorkspaces
let waiting: string
let done: string

const secret = field('string', { 'x-classification': 'restricted', 'x-categories': ['pii'] })
const document = () => {
  const team = JSON.parse(JSON.stringify(quillonTeam()).replaceAll('deal.', 'seen.')) as ReturnType<
    typeof quillonTeam
  >
  return {
    ...team,
    contracts: [
      contract('seen.ask@1', { deal_id: secret, region: field('string') }),
      contract('seen.note@1', { deal_id: secret, amount: field('number', { minimum: 0 }) }),
    ],
  }
}

beforeAll(async () => {
  two = await startTwoWorkspaces()
  for (const [id, cleared] of [
    ['usr_whole', WHOLE_CLEARANCE],
    ['usr_some', { clearance: 'internal', categories: [] }],
  ] as const)
    await two.db.prisma.user.create({
      data: {
        ...{ id, name: id, email: `${id}@example.test` },
        memberships: {
          create: { workspaceId: two.a, roles: [], ...cleared, categories: [...cleared.categories] },
        },
      },
    })
  await putAgent(two.asA(['operator']), {
    agent: { ...quillonAgent(), clearance: 'restricted', categories: ['pii'] },
  })
  await two.db.prisma.connection.updateMany({ where: { slug: 'crm' }, data: { clearance: 'restricted' } })
  await createTeam(two.asA(['operator']), { name: 'Seen', slug: SLUG, document: document() })
  await publishTeam(two.asA(['operator']), { slug: SLUG, note: '', untested: 'a test' })
  const said = saying({ deal_id: CANARY, amount: 12 }).say.replace('As scripted.', `It is ${CANARY}.`)
  two.bench.server.script('m-one', { say: said })
  done = await run()
  const { id } = await reviewOf(done)
  const { digest } = await getReview(as('usr_whole'), { id })
  const verdict = { decision: 'approve' as const, digest, reason: `${CANARY} is right` }
  await decideReview(as('usr_whole', ['reviewer']), { id, verdict })
  await two.bench.settled(done)
  waiting = await run()
  await two.sequence()
})
afterAll(() => two.close())

const as = (id: string, roles: readonly Role[] = ['operator', 'reviewer', 'auditor', 'admin']): Context => ({
  ...two.asA(roles, id),
  actor: { kind: 'person', id, name: id },
})
async function run(): Promise<string> {
  const input = { deal_id: CANARY, region: 'north' }
  const { id } = await startRun(as('usr_whole'), { team: SLUG, input })
  await two.bench.settled(id)
  return id
}
const reviewOf = (runId: string) => two.db.prisma.review.findFirstOrThrow({ where: { runId } })

/** What is handed out, as text; of a refusal what it says. */
const told = async (work: Promise<unknown>): Promise<string> =>
  JSON.stringify(
    await work.catch((error: Error & { code?: string }) => `${error.code}: ${error.message}`),
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )

/** Every way by which a person gets at what runs hold. */
const WAYS: Record<string, (ctx: Context) => Promise<unknown>> = {
  run: (ctx) => getRun(ctx, { id: done }),
  'run that waits': (ctx) => getRun(ctx, { id: waiting }),
  step: (ctx) => getStep(ctx, { id: done, node: 'draft', iteration: 0, attempt: 0 }),
  states: (ctx) => listStates(ctx, { id: done }),
  'as agent': (ctx) => runAsAgent(ctx, { id: done, agent: quillonAgent().slug }),
  runs: (ctx) => listRuns(ctx, {}),
  teams: (ctx) => listTeams(ctx, {}),
  'restart options': (ctx) => restartOptions(ctx, { id: done }),
  'what was handed on': (ctx) => readHanded(ctx, { slug: SLUG, run: done }),
  review: async (ctx) => getReview(ctx, { id: (await reviewOf(waiting)).id }),
  'review that is decided': async (ctx) => getReview(ctx, { id: (await reviewOf(done)).id }),
  reviews: (ctx) => listReviews(ctx, {}),
  'exact request of a review': async (ctx) => exactReview(ctx, { id: (await reviewOf(waiting)).id }),
  'exact request of an effect': async (ctx) => exactEffect(ctx, { id: (await effect()).id }),
  'exact undo': async (ctx) => exactUndo(ctx, { id: (await effect()).id }),
  overview: (ctx) => readOverview(ctx),
  search: (ctx) => search(ctx, { text: 'canary' }),
  costs: (ctx) => costSummary(ctx, costSummaryInput.parse({ by: 'team', from: today(), to: today() })),
  record: (ctx) => listEntries(ctx, listInput.parse({ limit: 200 })),
  entry: async (ctx) => getEntry(ctx, { id: await entry('review.decided') }),
  'entry of a step': async (ctx) => getEntry(ctx, { id: await entry('step.completed', 'draft') }),
  why: async (ctx) => explainEntry(ctx, { id: await entry('step.completed', 'draft') }),
  export: (ctx) => exported(ctx),
}
const today = () => new Date().toISOString().slice(0, 10)
const effect = () => two.db.prisma.effect.findFirstOrThrow({ where: { runId: done } })

async function entry(kind: string, node?: string): Promise<string> {
  const rows = await two.db.prisma.recordEntry.findMany({ where: { kind, runId: done } })
  const found = rows.find(({ body }) => !node || Buffer.from(body).toString().includes(`"node":"${node}"`))
  return found?.entryId ?? ''
}

async function exported(ctx: Context): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'baton-seen-'))
  try {
    await exportRecord(ctx, { dir: join(dir, 'record'), privates: true })
    return readFileSync(join(dir, 'record', 'private.jsonl'), 'utf8')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

describe('a value of a run', () => {
  it.each(Object.keys(WAYS))('is shown by %s to who is cleared for it, and to nobody else', async (way) => {
    const show = WAYS[way]
    if (!show) throw new Error(way)
    // These say nothing of it here, even whole: the sentence and the undo are made of other things.
    if (way !== 'restart options' && way !== 'exact undo' && way !== 'costs')
      expect(await told(show(as('usr_whole')))).toContain(CANARY)
    expect(await told(show(as('usr_some')))).not.toContain(CANARY)
  })

  it('leaves what they are cleared for, and says what is hidden', async () => {
    const seen = await getRun(as('usr_some'), { id: done })
    expect(seen).toMatchObject({
      title: `Run …${done.slice(-6)}`,
      input: { region: 'north' },
      state: { start: { region: 'north' }, draft: { amount: 12 } },
    })
    expect(seen.hidden).toContainEqual({ path: 'draft.deal_id', visibility: 'absent' })
    expect((await getRun(as('usr_whole'), { id: done })).hidden).toEqual([])
  })

  it('is not found by a search for it', async () => {
    const [some, whole] = [as('usr_some'), as('usr_whole')]
    expect((await search(some, { text: CANARY })).filter(({ kind }) => kind === 'run')).toEqual([])
    expect((await listRuns(some, { text: CANARY })).runs).toEqual([])
    expect((await listRuns(whole, { text: CANARY })).runs).toHaveLength(2)
    expect((await listEntries(some, listInput.parse({ text: CANARY }))).entries).toEqual([])
    expect((await listEntries(whole, listInput.parse({ text: CANARY }))).entries).not.toEqual([])
  })

  it('stays sealed on the record, and the entry is proven all the same', async () => {
    const seen = await getEntry(as('usr_some'), { id: await entry('review.decided') })
    expect(seen.unseen).toContain('/data/reason')
    expect(seen.sealed.map(({ field: place }) => place)).not.toContain('/data/reason')
    expect(seen.proven).not.toBeNull()
  })

  it('is masked for who may not see its kind', async () => {
    const where = { workspaceId_userId: { workspaceId: two.a, userId: 'usr_some' } }
    await two.db.prisma.membership.update({ where, data: { clearance: 'restricted' } })
    expect((await getRun(as('usr_some'), { id: done })).state).toMatchObject({
      draft: { deal_id: '[masked]', amount: 12 },
    })
    await two.db.prisma.membership.update({ where, data: { clearance: 'internal' } })
  })
})
