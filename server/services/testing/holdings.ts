import type { Pool } from 'pg'

/** How the rows of each table lead to their workspace `$1`; `null` for tables that belong to none. */
const OF_WORKSPACE: Record<string, string | null> = {
  workspace: 't.id = $1',
  user_account: 'exists (select from membership m where m.user_id = t.id and m.workspace_id = $1)',
  user_session: 'exists (select from membership m where m.user_id = t.user_id and m.workspace_id = $1)',
  branch: 'exists (select from run r where r.id = t.run_id and r.workspace_id = $1)',
  step: 'exists (select from run r where r.id = t.run_id and r.workspace_id = $1)',
  fork: 'exists (select from run r where r.id = t.run_id and r.workspace_id = $1)',
  event_taking: 'exists (select from run r where r.id = t.run_id and r.workspace_id = $1)',
  state_version: 'exists (select from run r where r.id = t.run_id and r.workspace_id = $1)',
  budget_account: 'exists (select from budget b where b.id = t.budget_id and b.workspace_id = $1)',
  pre_authorisation_use:
    'exists (select from pre_authorisation p where p.id = t.authorisation_id and p.workspace_id = $1)',
  record_private: 'exists (select from record_entry e where e.entry_id = t.entry_id and e.workspace_id = $1)',
  service_slot: 'exists (select from service_guard g where g.id = t.gate and g.workspace_id = $1)',
  call_ticket: 'exists (select from service_guard g where g.id = t.gate and g.workspace_id = $1)',
  rate_limit: null,
  worker_lease: null,
  housekeeping: null,
  _prisma_migrations: null,
}

let statement: string | undefined

/** By table: how many rows a workspace has, and a digest of all that is in them. */
export async function holdings(pool: Pool, workspaceId: string): Promise<Record<string, string>> {
  statement ??= await compose(pool)
  const { rows } = await pool.query<{ name: string; count: string; digest: string | null }>(statement, [
    workspaceId,
  ])
  return Object.fromEntries(rows.map(({ name, count, digest }) => [name, `${count} ${digest ?? ''}`]))
}

async function compose(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string; own: boolean }>(
    `select t.table_name as name, exists (select from information_schema.columns c where c.table_schema = 'public'
         and c.table_name = t.table_name and c.column_name = 'workspace_id') as own
       from information_schema.tables t where t.table_schema = 'public' and t.table_type = 'BASE TABLE'`,
  )
  const parts = rows.flatMap(({ name, own }) => {
    const where = own ? 't.workspace_id = $1' : OF_WORKSPACE[name]
    if (where === undefined)
      throw new Error(`Say in holdings.ts how rows of ${name} lead to their workspace.`)
    return where === null
      ? []
      : `select '${name}' as name, count(*) as count, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest
           from ${name} t where ${where}`
  })
  return parts.join(' union all ')
}

/** By what a workspace's rows are named wherever they are told of: their ids. */
export async function namesOf(pool: Pool, workspaceId: string): Promise<string[]> {
  const tables = [
    'run',
    'review',
    'team',
    'team_version',
    'agent',
    'budget',
    'api_token',
    'provider',
    'model',
  ]
  const ids = tables.map((table) => `select id from ${table} where workspace_id = $1`)
  const { rows } = await pool.query<{ id: string }>(
    [
      ...ids,
      'select user_id from membership where workspace_id = $1',
      'select entry_id from record_entry where workspace_id = $1',
    ].join(' union all '),
    [workspaceId],
  )
  return [workspaceId, ...rows.map(({ id }) => id)]
}
