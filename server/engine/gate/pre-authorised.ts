import { coveredSchema, covers, saysPreAuthorisation, type Covered } from '@/domain/effect/pre-authorisation'
import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import type { EffectRequest } from '@/domain/run/step'
import { bounded } from '@/server/bounded'
import type { Db } from '@/server/db/client'
import { inTransaction } from '@/server/db/transaction'

/** One that lets an effect out, with how people read it. */
export interface Authorised {
  id: string
  says: string
}

/** What a row of pre_authorisation covers: one operation, or requests by method and path; the database sees to that. */
export const coveredIn = (row: {
  operation: string | null
  method: string | null
  path: string | null
}): Covered =>
  coveredSchema.parse(
    row.operation === null
      ? { by: 'request', method: row.method, path: row.path }
      : { by: 'operation', operation: row.operation },
  )

/**
 * Counts an effect against a pre-authorisation of each of these agents, all or none. An effect counts once, however often
 * its step begins again: by its key. The limit is kept in the database, whoever asks at the same time.
 * @returns by agent; undefined where one of them has none that fits and has room today
 */
export async function usePreAuthorisations(
  db: Pick<Db, 'prisma' | 'pool'>,
  workspaceId: string,
  agents: readonly string[],
  key: string,
  request: EffectRequest,
  bindings: Record<string, unknown>,
): Promise<Map<string, Authorised> | undefined> {
  const listed = await db.prisma.preAuthorisation.findMany({
    where: {
      workspaceId,
      agent: { in: [...agents] },
      connection: request.connection,
      withdrawnAt: null,
    },
    orderBy: { createdAt: 'asc' },
  })
  const kept = listed.map((row) => ({ ...row, covers: coveredIn(row) }))
  const fitting = agents.map((agent) => ({
    agent,
    fit: kept.filter(
      (one) =>
        one.agent === agent &&
        covers(one, request) &&
        holds(one.condition, { ...bindings, body: request.body ?? {} }),
    ),
  }))
  if (fitting.some(({ fit }) => fit.length === 0)) return undefined
  const used = new Map<string, Authorised>()
  try {
    await inTransaction(db.pool, async (client) => {
      // Agents come sorted: whoever else needs several takes their rows in the same order.
      for (const { agent, fit } of fitting) {
        for (const { id, ...one } of fit) {
          const { rows } = await client.query<{ used: boolean }>({
            name: 'use_pre_authorisation',
            text: 'select use_pre_authorisation($1, $2) used',
            values: [id, key],
          })
          if (!rows[0]?.used) continue
          used.set(agent, { id, says: saysPreAuthorisation(one) })
          break
        }
        // What was counted so far is not: all or none.
        if (!used.has(agent)) throw new NoRoomError()
      }
    })
  } catch (error) {
    if (!(error instanceof NoRoomError)) throw error
    return undefined
  }
  return used
}

class NoRoomError extends Error {}

/** One that cannot be worked out lets nothing out. */
function holds(condition: string, bindings: Record<string, unknown>): boolean {
  if (condition === '') return true
  try {
    return bounded(() => evaluateExpression(condition, bindings)) === true
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return false
  }
}
