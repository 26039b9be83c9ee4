import type { PoolClient } from 'pg'
import type { ErasedRun, ErasedSeal } from '@/domain/erasure/certificate'
import { erase } from '@/domain/erasure/erase'
import { RUN_TABLES, type ErasedTable } from '@/domain/erasure/places'
import { valueAtPointer } from '@/domain/pointer'
import { eraseRows, rowsOf, type Erasing } from './rows'

export type RunTable = keyof typeof RUN_TABLES

/** Which rows of a place are of run `$1`. */
export const OF_RUN: Record<RunTable, string> = {
  run: 't.id = $1',
  state_version: 't.run_id = $1',
  step: 't.run_id = $1',
  effect: 't.run_id = $1',
  effect_undo: 't.run_id = $1',
  review: 't.run_id = $1',
  model_call: 't.run_id = $1',
  trial: 't.run_id = $1',
  // What others took as well is not this run's alone: it goes where it names the person.
  received_event: `exists (select from event_taking k where k.event_id = t.id and k.run_id = $1)
     and not exists (select from event_taking k where k.event_id = t.id and k.run_id <> $1)`,
}

/** What is erased in which places of a run. */
export interface RunErasing {
  erasingIn: (table: RunTable) => Erasing
  /** Which values beside the record's entries of the run go. */
  sealed: (field: string, value: unknown) => boolean
}

/**
 * Erases within a run that is over, in the caller's transaction, all but the values beside the record: these go with the
 * entry that says so (`eraseSeals`). @returns null where the run is not over, or is not of the workspace
 */
export async function eraseRun(
  client: PoolClient,
  workspaceId: string,
  runId: string,
  { erasingIn, sealed }: RunErasing,
): Promise<{ erased: ErasedRun; seals: ErasedSeal[] } | null> {
  const { rows } = await client.query<{ team: string; version: string }>(
    `select team_id team, version_id version from run
       where id = $1 and workspace_id = $2 and ended_at is not null for update`,
    [runId, workspaceId],
  )
  const run = rows[0]
  if (!run) return null
  let values = 0
  for (const [table, spec] of Object.entries(RUN_TABLES) as [RunTable, ErasedTable][]) {
    const found = await rowsOf(client, table, spec, { where: OF_RUN[table], values: [runId], locked: true })
    values += await eraseRows(client, table, spec, found, erasingIn(table))
  }
  const seals = await sealsOf(client, 'e.workspace_id = $1 and e.run_id = $2', [workspaceId, runId], sealed)
  if (values > 0 || seals.length > 0)
    // With its salt go all guesses at what its digests on the record and here were of.
    await client.query('update run set erased_at = coalesce(erased_at, now()), salt = null where id = $1', [
      runId,
    ])
  const states = await client.query<ErasedRun['states'][number]>(
    'select version, digest from state_version where run_id = $1 order by version',
    [runId],
  )
  const reviews = await client.query<ErasedRun['reviews'][number]>(
    'select id, digest from review where run_id = $1 order by id',
    [runId],
  )
  return {
    erased: {
      ...{ run: runId, ...run, values: values + seals.length },
      ...{ states: states.rows, reviews: reviews.rows },
    },
    seals,
  }
}

/** The seals of values beside the record's entries that go. Names of those who acted stay: they are staff. */
export async function sealsOf(
  client: Pick<PoolClient, 'query'>,
  where: string,
  values: unknown[],
  goes: (field: string, value: unknown) => boolean,
): Promise<ErasedSeal[]> {
  const { rows } = await client.query<{ entry: string; field: string; value: unknown; body: Buffer }>(
    `select p.entry_id entry, p.field, p.value, e.body from record_entry e
       join record_private p on p.entry_id = e.entry_id where p.field <> '/actor/name' and ${where} order by e.id, p.field`,
    values,
  )
  return rows
    .filter(({ field, value }) => goes(field, value))
    .map(({ entry, field, body }) => {
      const seal = valueAtPointer(JSON.parse(body.toString('utf8')), field) as { $hmac: string }
      return { entry, field, hmac: seal.$hmac }
    })
}

/** Deletes values and salts beside the record, after the entry that says so and in its transaction. */
export async function eraseSeals(
  client: Pick<PoolClient, 'query'>,
  workspaceId: string,
  seals: readonly ErasedSeal[],
): Promise<void> {
  if (seals.length === 0) return
  await client.query('select erase_private($1, $2, $3)', [
    workspaceId,
    seals.map(({ entry }) => entry),
    seals.map(({ field }) => field),
  ])
}

/** Whether anything in a JSON value names somebody: a leaf, or a member's name. */
export function namesAnywhere(value: unknown, erasing: Erasing): boolean {
  return erase(value, { ...erasing, renamed: new Map(), standing: () => 'value' }).count > 0
}
