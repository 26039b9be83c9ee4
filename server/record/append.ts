import { createHmac } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Actor } from '@/domain/actor'
import { pointerOf } from '@/domain/pointer'
import { canonicalJson, type JsonValue } from '@/domain/record/canonical'
import { entryText, type RecordEntry, type Sealed } from '@/domain/record/entry'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { takeRandom } from '@/server/db/random'

/** What a service or the engine puts on the record. */
export interface NewEntry {
  /** `entity.verb`: `team.published`, `step.completed`, `access.refused`. */
  kind: string
  actor: Actor
  run?: string
  team?: string
  /** Digest of the bundle. */
  version?: string
  node?: string
  iteration?: number
  attempt?: number
  /** What it is about, in a few words without personal data. */
  subject?: string
  /** JSON; money as decimal strings of micro-dollars. */
  data: Record<string, unknown>
  /** Values that may not stand in the leaf, by name: it holds a salted HMAC, they are kept beside it and can be erased. */
  sealed?: Record<string, unknown>
  causes?: string[]
}

export interface BuiltEntry {
  entryId: string
  kind: string
  runId: string | null
  /** Canonical JSON; the leaf is its bytes in UTF-8. */
  body: string
  privates: { field: string; salt: Buffer; value: unknown }[]
}

/** The exact text of an entry and what is kept beside it. */
export function buildEntry(workspaceId: string, entry: NewEntry, at = new Date()): BuiltEntry {
  const entryId = newId('ent', at.getTime())
  const privates: BuiltEntry['privates'] = []
  const seal = (field: string, value: unknown): Sealed => {
    const salt = takeRandom(16)
    privates.push({ field, salt, value })
    return {
      $hmac: createHmac('sha256', salt)
        .update(canonicalJson(value, { integers: 'any' }))
        .digest('base64'),
    }
  }
  const { kind, sealed = {}, data, actor, ...rest } = entry
  const seals = Object.entries(sealed).filter(([, value]) => value !== undefined)
  const body = entryText({
    v: 1,
    id: entryId,
    at: at.toISOString(),
    workspace: workspaceId,
    kind,
    ...(Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined),
    ) as Partial<RecordEntry>),
    // The name of a person is personal; those of agents, tokens and parts of Baton are not.
    actor: {
      kind: actor.kind,
      id: actor.id,
      name: actor.kind === 'person' ? seal('/actor/name', actor.name) : actor.name,
    },
    data: {
      ...(data as Record<string, JsonValue>),
      ...Object.fromEntries(seals.map(([name, value]) => [name, seal(pointerOf(['data', name]), value)])),
    },
  })
  return { entryId, kind, runId: entry.run ?? null, body, privates }
}

/**
 * Appends to the workspace's record within the caller's transaction, without a lock: the sequencer numbers later.
 * @returns the entries' ids
 */
export async function appendEntries(tx: Tx, workspaceId: string, entries: NewEntry[]): Promise<string[]> {
  const built = entries.map((entry) => buildEntry(workspaceId, entry))
  await tx.recordEntry.createMany({
    data: built.map(({ entryId, kind, runId, body }) => ({
      workspaceId,
      entryId,
      kind,
      runId,
      body: new Uint8Array(Buffer.from(body)),
    })),
  })
  const privates = built.flatMap(({ entryId, privates }) =>
    privates.map(({ field, salt, value }) => ({
      entryId,
      field,
      salt: new Uint8Array(salt),
      value: value as object,
    })),
  )
  if (privates.length) await tx.recordPrivate.createMany({ data: privates })
  return built.map(({ entryId }) => entryId)
}

/** Record entries as the SQL functions take them: ids, kinds, bodies, private values. */
export function entryParameters(
  workspaceId: string,
  entries: NewEntry[],
): [string[], string[], string[], string | null] {
  const built = entries.map((entry) => buildEntry(workspaceId, entry))
  const privates = built.flatMap(({ entryId, privates }) =>
    privates.map(({ field, salt, value }) => ({ entryId, field, salt: salt.toString('base64'), value })),
  )
  return [
    built.map(({ entryId }) => entryId),
    built.map(({ kind }) => kind),
    built.map(({ body }) => body),
    privates.length ? JSON.stringify(privates) : null,
  ]
}

/** Appends one entry within a transaction of the pool. @returns its id */
export async function appendEntry(
  client: Pick<PoolClient, 'query'>,
  workspaceId: string,
  entry: NewEntry,
): Promise<string> {
  const parameters = entryParameters(workspaceId, [entry])
  await client.query('select append_record($1, $2, $3, $4, $5, $6)', [
    ...[workspaceId, entry.run ?? null],
    ...parameters,
  ])
  return parameters[0][0] ?? ''
}
