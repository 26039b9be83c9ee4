import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { merged, type Replay } from '@/domain/policy/replay'
import { dealBundle } from '@/server/engine/testing/bundle'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { startRun } from '../run/start'
import { failure } from '../testing/desk'
import { replayPolicies } from './replay'
import { discardPolicyDraft, savePolicyDraft } from './save-draft'

let bench: EngineBench
const admin = () => bench.context(['admin'])
const HIDE = {
  id: 'hide-deals',
  title: 'The writer sees no deal ids.',
  text: 'forbid (principal == Baton::Agent::"writer", action == Baton::Action::"field.read", resource in Baton::Contract::"deal.ask");',
}

/** All batches, one after the other. */
async function replayed(revision: number): Promise<Replay & { steps: number; batches: number }> {
  const batches = []
  for (let cursor: string | null = null; ;) {
    const batch: Awaited<ReturnType<typeof replayPolicies>> = await replayPolicies(admin(), {
      revision,
      cursor,
    })
    batches.push(batch)
    cursor = batch.nextCursor
    if (cursor === null) break
  }
  const steps = batches.reduce((sum, batch) => sum + batch.steps, 0)
  return { ...merged(batches), steps, batches: batches.length }
}

beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('deals', dealBundle())
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 500 }))
})
afterAll(() => bench.close())

it('asks past decisions again under the draft, and says which would differ in which run', async () => {
  const { id } = await startRun(bench.context(['operator']), { team: 'deals', input: { deal_id: 'D-1' } })
  expect((await bench.settled(id)).status).toBe('done')
  const same = await savePolicyDraft(admin(), { policies: DEFAULT_POLICIES, revision: 0 })
  expect(await replayed(same.revision)).toMatchObject({ differing: 0, differences: [], steps: 1 })

  const { revision } = await savePolicyDraft(admin(), {
    policies: [...DEFAULT_POLICIES, HIDE],
    revision: same.revision,
  })
  const found = await replayed(revision)
  expect(found.differences).toEqual([
    {
      ...{ who: 'Writer', action: 'sees', what: 'start.deal_id', team: 'deals', purpose: 'operations' },
      ...{ from: 'clear', now: 'clear', to: 'masked', count: 1, runs: [id] },
      because: 'The policy hide-deals forbids it: The writer sees no deal ids.',
    },
  ])
  const stale = await failure(replayPolicies(admin(), { revision: revision - 1 }))
  expect(stale.code).toBe('conflict')
  await discardPolicyDraft(admin())
})

it('refuses policies with problems', async () => {
  const policies = [{ ...HIDE, text: HIDE.text.replace('resource in', 'resourse in') }]
  const { revision } = await savePolicyDraft(admin(), { policies, revision: 0 })
  expect((await failure(replayPolicies(admin(), { revision }))).code).toBe('invalid')
  await discardPolicyDraft(admin())
})

it('takes ten thousand steps in batches, each once', async () => {
  const { pool } = bench.db
  const [one] = (await pool.query<{ id: string }>(`select run_id id from step where node = 'draft' limit 1`))
    .rows
  const copies = 5000
  // Runs and steps as one that was carried out, two steps of an agent each; some in the same millisecond.
  await pool.query(
    `insert into run (id, workspace_id, team_id, version_id, title, status, input, started_by, environment, created_at)
     select 'run_copy' || n, workspace_id, team_id, version_id, title, status, input, started_by, environment,
            created_at - (n / 7) * interval '1 millisecond'
       from run, generate_series(1, $2) n where id = $1`,
    [one?.id, copies],
  )
  await pool.query(
    `insert into step (run_id, node, iteration, attempt, branch, kind, status, result, started_at)
     select 'run_copy' || n, node, i, attempt, branch, kind, status, result, started_at
       from step, generate_series(1, $2) n, generate_series(0, 1) i where run_id = $1 and node = 'draft'`,
    [one?.id, copies],
  )
  const { revision } = await savePolicyDraft(admin(), {
    policies: [...DEFAULT_POLICIES, HIDE],
    revision: 0,
  })
  const began = performance.now()
  const found = await replayed(revision)
  const ms = Math.round(performance.now() - began)
  console.log(`${found.steps} steps, ${found.decisions} decisions in ${found.batches} batches: ${ms} ms`)
  expect(found.steps).toBe(2 * copies + 1)
  expect(found.differences).toMatchObject([{ count: 2 * copies + 1, to: 'masked' }])
  expect(found.differences[0]?.runs).toHaveLength(3)
}, 120_000)
