import type { Pool, PoolClient } from 'pg'
import { createSecretBox, SecretBoxError } from '@/server/auth/secret-box'
import { inTransaction } from '@/server/db/transaction'
import { appendEntries } from '@/server/record/append'
import { authorize, type Context } from '../context'

/** Every column that holds a sealed secret, by who may write it. A test holds this against the schema. */
export const SEALED_COLUMNS = {
  app: [
    ['connection', 'id', 'secret_sealed'],
    ['connection', 'id', 'next_sealed'],
    ['provider', 'id', 'key_sealed'],
    ['team_trigger', 'id', 'secret_sealed'],
    ['team_trigger', 'id', 'previous_sealed'],
    ['event_source', 'id', 'secret_sealed'],
    ['event_source', 'id', 'previous_sealed'],
    ['erasure', 'id', 'subject_sealed'],
    ['legal_hold', 'id', 'subject_sealed'],
  ],
  sequencer: [['record_key', 'workspace_id', 'key_sealed']],
} as const

export interface Resealed {
  /** How many secrets are sealed with the new key now that were not. */
  resealed: number
  /** How many were already. */
  already: number
}

/**
 * Seals every secret of the installation anew, under the new key; what is sealed with it already stays. Running processes
 * know both keys meanwhile. Each role's part is one transaction: what cannot be opened with either key changes nothing.
 * @param sequencer a connection of the role that alone reads the signing keys
 * @throws SecretBoxError where a secret opens with neither key
 */
export async function resealSecrets(
  ctx: Context,
  { sequencer, key, before }: { sequencer: Pool; key: string; before: string },
): Promise<Resealed> {
  const { db, actor } = await authorize(ctx, 'connection.edit')
  const total: Resealed = { resealed: 0, already: 0 }
  for (const [pool, columns] of [
    [db.pool, SEALED_COLUMNS.app],
    [sequencer, SEALED_COLUMNS.sequencer],
  ] as const) {
    await inTransaction(pool, async (client) => {
      for (const [table, id, column] of columns) {
        const { resealed, already } = await resealColumn(client, { table, id, column }, key, before)
        total.resealed += resealed
        total.already += already
      }
    })
  }
  const workspaces = await db.prisma.workspace.findMany({ select: { id: true } })
  for (const { id } of workspaces)
    await appendEntries(db.prisma, id, [{ kind: 'secrets.resealed', actor, data: { ...total } }])
  return total
}

async function resealColumn(
  client: PoolClient,
  { table, id, column }: { table: string; id: string; column: string },
  key: string,
  before: string,
): Promise<Resealed> {
  const [now, either] = [createSecretBox(key), createSecretBox(key, before)]
  const { rows } = await client.query<{ id: string; sealed: string }>(
    `select ${id} as id, ${column} as sealed from ${table} where ${column} is not null order by ${id} for update`,
  )
  const done: Resealed = { resealed: 0, already: 0 }
  for (const row of rows) {
    if (opens(now, row.sealed)) {
      done.already++
      continue
    }
    const sealed = now.seal(either.open(row.sealed))
    await client.query(`update ${table} set ${column} = $2 where ${id} = $1`, [row.id, sealed])
    done.resealed++
  }
  return done
}

function opens(box: ReturnType<typeof createSecretBox>, sealed: string): boolean {
  try {
    box.open(sealed)
    return true
  } catch (error) {
    if (error instanceof SecretBoxError) return false
    throw error
  }
}
