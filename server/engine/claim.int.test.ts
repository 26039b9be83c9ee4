import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})
beforeEach(() => client.query('truncate run, branch'))

/** Runs by name, which stand ready since so many seconds, or will (less than 0). */
async function ready(...runs: [run: string, priority: number, sinceSeconds: number][]): Promise<void> {
  for (const [run, priority, since] of runs) {
    await client.query(
      `insert into run (id, workspace_id, team_id, version_id, title, input, started_by, priority)
         values ($1, 'ws', 'team', 'ver', 'Test', '{}', '{}', $2)`,
      [run, priority],
    )
    await client.query(
      `insert into branch (run_id, branch, node, iteration, status, ready_at, priority)
         values ($1, '0', 'draft', 0, 'ready', clock_timestamp() - make_interval(secs => $2), $3)`,
      [run, since, priority],
    )
  }
}

/** Which branches a worker that has room for one at a time takes, one after the other. */
async function taken(count: number): Promise<string[]> {
  const order: string[] = []
  for (let i = 0; i < count; i++) {
    const { rows } = await client.query<{ r: { run: string }[] }>("select claim_branches('wrk', 1) r")
    order.push(...(rows[0]?.r ?? []).map(({ run }) => run))
  }
  return order
}

it('takes high before normal before low, and within one those first that are ready longest', async () => {
  await ready(['low', -1, 6], ['old', 0, 5], ['normal', 0, 4], ['high', 1, 1], ['higher', 1, 3])
  expect(await taken(6)).toEqual(['higher', 'high', 'old', 'normal', 'low'])
})

it('starves nobody: who has waited 30 s longer for each step of priority is taken first', async () => {
  await ready(['high', 1, 0], ['normal', 0, 31], ['low', -1, 62], ['late', -1, 59], ['new', 0, 0])
  expect(await taken(5)).toEqual(['low', 'normal', 'high', 'late', 'new'])
})

it('takes nobody before its time, of whatever priority, and somebody of low priority at once where nobody else is', async () => {
  await ready(['soon', 1, -5], ['later', 1, -40], ['low', -1, 0])
  expect(await taken(3)).toEqual(['low'])
})

it('takes as many as there is room for, the same ones first', async () => {
  await ready(['a', 0, 9], ['b', -1, 9], ['c', 1, 9], ['d', 0, 8])
  const { rows } = await client.query<{ r: { run: string }[] }>("select claim_branches('wrk', 2) r")
  expect(rows[0]?.r.map(({ run }) => run).sort()).toEqual(['a', 'c'])
})

it('is one look into one index among 20,000 that are ready, and does not read those in the table that are not yet', async () => {
  const fill = async (at: string) => {
    await client.query('truncate run, branch')
    await client.query(
      `insert into branch (run_id, branch, node, iteration, status, ready_at, priority)
         select 'run_' || i, '0', 'draft', 0, 'ready', now() + (${at}), i % 3 - 1 from generate_series(1, 20000) i`,
    )
    await client.query('vacuum analyze branch')
    // As claim_branches has it, whose plan cannot be seen from outside.
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (analyze, buffers, format json) select run_id, branch from branch
        where status = 'ready' and driver is null and held_by is null and ready_at <= now()
          and branch_due(ready_at, priority) <= branch_due(now(), -1::smallint)
        order by branch_due(ready_at, priority) limit 16 for update skip locked`,
    )
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    const nodes: Node[] = []
    for (let node = plan; node; node = node.Plans?.[0]) nodes.push(node)
    expect(nodes.map((node) => node['Node Type'])).toEqual(['Limit', 'LockRows', 'Index Scan'])
    return nodes[2] as Node
  }
  const scan = await fill("-i * interval '1 millisecond'")
  expect(scan).toMatchObject({ 'Index Name': 'branch_claimable', 'Actual Rows': 16 })
  expect(scan['Shared Hit Blocks'] + scan['Shared Read Blocks']).toBeLessThan(30)
  const later = await fill("interval '20 seconds' + i * interval '1 millisecond'")
  expect(later).toMatchObject({ 'Index Name': 'branch_claimable', 'Actual Rows': 0 })
  // The index is read, some hundred entries a block, and no row of the table.
  expect(later['Shared Hit Blocks'] + later['Shared Read Blocks']).toBeLessThan(300)
})

interface Node {
  'Node Type': string
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Node[]
}
