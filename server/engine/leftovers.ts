import { patientLanes } from '@/server/db/away'
import { log } from '@/server/log'
import { settlementsJson } from '@/server/models/ledger'
import type { ModelPool, Settlement } from '@/server/models/pool'
import { entryParameters } from '@/server/record/append'
import { ENGINE } from './commit'
import type { Entered } from './entered'
import type { Statements } from './store'
import type { Activation } from './types'

/** A step that did something and will not be committed. */
export interface Leftover {
  runId: string
  workspaceId: string
  version: string
  at: Pick<Entered, 'teamId' | 'node' | 'iteration' | 'attempt'>
  settle?: readonly Settlement[] | undefined
  effect?: { status: string; response?: unknown } | undefined
}

/** An effect that may still be tried again has no outcome yet. */
const OPEN = 'intended'

/**
 * Keeps what is known of a step whose commit was refused (another worker has its branch, its run was cancelled) or that
 * was stopped half-way: the real usage of its calls instead of their worst case, and what became of its effect, unless
 * that was said already. Without it the calls count in full once they are reaped, and the effect reads as never answered.
 * @returns how many calls were settled now, and whether the effect was
 * @throws what the database throws; then the reaper closes the calls later
 */
export async function settleLeftovers(
  lanes: Statements,
  { runId, workspaceId, version, at, settle = [], effect }: Leftover,
): Promise<{ calls: number; effect: boolean }> {
  const known = effect && effect.status !== OPEN ? effect : undefined
  if (!settle.length && !known) return { calls: 0, effect: false }
  const { teamId, node, iteration, attempt } = at
  const entries = known
    ? [
        {
          kind: 'effect.settled_late',
          actor: ENGINE,
          run: runId,
          team: teamId,
          version,
          ...{ node, iteration, attempt },
          data: { status: known.status },
          ...(known.response === undefined ? {} : { sealed: { response: known.response } }),
        },
      ]
    : []
  const { rows } = await lanes.query<{ r: { calls: number; effect: boolean } }>({
    name: 'settle_leftovers',
    text: 'select settle_leftovers($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) r',
    values: [
      ...[workspaceId, runId, node, iteration],
      settle.length ? settlementsJson([...settle]) : null,
      known ? JSON.stringify(known) : null,
      ...entryParameters(workspaceId, entries),
    ],
  })
  return rows[0]?.r ?? { calls: 0, effect: false }
}

/** The same for an activation that ends without a commit; waits while the database is away. What fails is in the log. */
export async function keepLeftovers(
  { engine, runId, workspace, version, at }: Activation,
  left: Pick<Leftover, 'settle' | 'effect'>,
): Promise<void> {
  try {
    await settleLeftovers(patientLanes(engine.db.lanes), {
      ...{ runId, workspaceId: workspace.id, version: version.digest, at },
      ...left,
    })
  } catch (error) {
    log.warn({ err: error, run: runId, node: at.node }, 'what a refused step leaves could not be settled')
  }
}

/** The pool, with every call that is still to be settled noted down: an activation that is broken off hands back none. */
export const remembering = (models: ModelPool, calls: Settlement[]): ModelPool => ({
  ...models,
  async ask(request) {
    const reply = await models.ask(request)
    calls.push(...reply.settle)
    return reply
  },
})
