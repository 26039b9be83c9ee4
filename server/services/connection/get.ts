import type { Pool } from 'pg'
import { z } from 'zod'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import type { Classification } from '@/domain/policy/classification'
import { connectionAuthSchema } from '@/server/connectors/connectors'
import { guardStates, type GuardState } from '@/server/models/guard-states'
import { authorize, type Context } from '../context'
import { findConnection, storedOperation, type StoredOperation } from './find'
import { usersOf } from './remove'

export const getConnectionInput = z.object({ id: z.string() })

/** How a connection has been answering, by its ledger. */
export interface ConnectionHealth {
  lastDone: Date | null
  lastFailed: { at: Date; code: string | null; status: number } | null
  /** Of the last 24 hours. */
  calls: number
  failed: number
  heldBack: number
  /** Median duration of those that were answered; null where there was none. */
  medianMs: number | null
}

/** One connection, whole but for its secrets. @throws BatonError not_found */
export async function getConnection(ctx: Context, { id }: z.infer<typeof getConnectionInput>) {
  const { db, workspace } = await authorize(ctx, 'connection.read')
  const row = await findConnection(db.prisma, workspace.id, id)
  const [guards, stored, health, users] = await Promise.all([
    guardStates(db.pool, workspace.id),
    db.prisma.connectionOperation.findMany({ where: { connectionId: id }, orderBy: { name: 'asc' } }),
    healthOf(db.pool, id),
    usersOf(db.prisma, workspace.id, row.slug),
  ])
  const fixed = (CONNECTION_KIND[row.kind].fixed ?? []).map((operation): StoredOperation => ({
    operation,
    state: 'on',
    offered: null,
    approvedBy: null,
    approvedAt: null,
  }))
  const { slug, name, kind, baseUrl, owner, team, privateReach, practice, environment } = row
  const guard: GuardState | null = guards.get(id) ?? null
  return {
    ...{ id, slug, name, kind, baseUrl, owner, team, privateReach, practice, environment },
    settings: row.settings as Record<string, unknown>,
    auth: connectionAuthSchema.catch({ header: 'authorization', prefix: 'Bearer ' }).parse(row.auth),
    clearance: row.clearance as Classification,
    hasSecret: row.secretSealed !== null,
    /** Since when a new secret waits to be confirmed. */
    nextSecretAt: row.nextSealed === null ? null : row.nextAt,
    operations: [...fixed, ...stored.map(storedOperation)],
    guard,
    health,
    /** Agents and teams that call over it. */
    users,
  }
}

async function healthOf(pool: Pool, id: string): Promise<ConnectionHealth> {
  const { rows } = await pool.query<{
    last_done: Date | null
    failed_at: Date | null
    failed_code: string | null
    failed_status: number | null
    calls: number
    failed: number
    held_back: number
    median_ms: number | null
  }>(
    `select d.at as last_done, f.at as failed_at, f.code as failed_code, f.status as failed_status, r.*
     from (select count(*)::int as calls, count(*) filter (where outcome = 'failed')::int as failed,
             count(*) filter (where outcome = 'held_back')::int as held_back,
             (percentile_cont(0.5) within group (order by ms) filter (where outcome in ('done', 'refused')))::int as median_ms
           from connection_call where connection_id = $1 and at > now() - interval '1 day') r
     left join lateral (select at from connection_call where connection_id = $1 and outcome = 'done'
       order by id desc limit 1) d on true
     left join lateral (select at, code, status from connection_call where connection_id = $1 and outcome = 'failed'
       order by id desc limit 1) f on true`,
    [id],
  )
  const [row] = rows
  return {
    lastDone: row?.last_done ?? null,
    lastFailed: row?.failed_at
      ? { at: row.failed_at, code: row.failed_code, status: row.failed_status ?? 0 }
      : null,
    calls: row?.calls ?? 0,
    failed: row?.failed ?? 0,
    heldBack: row?.held_back ?? 0,
    medianMs: row?.median_ms ?? null,
  }
}
