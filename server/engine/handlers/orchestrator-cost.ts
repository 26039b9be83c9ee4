import type { Activation } from '../types'

type Hub = Pick<Activation<'orchestrator'>, 'engine' | 'runId' | 'node' | 'at'>

/** What an orchestrator and the tasks that it gave have cost in this place, in micro-dollars; failed attempts count. */
export const costOf = (hub: Hub): Promise<bigint> => sum(hub, null)

/** The same before this visit, its first: of visits that were over when it was come to once more. */
export const costBefore = (hub: Hub): Promise<bigint> => sum(hub, hub.at.iteration)

/** Its tasks are done in the lanes of the forks that its visits opened: domain/run/fork.ts */
async function sum({ engine, runId, node, at }: Hub, but: number | null): Promise<bigint> {
  const lanes = `${at.path ? `${at.path}/` : ''}${node.id}#`
  const { rows } = await engine.db.lanes.query<{ cost: string }>({
    name: 'orchestrator_cost',
    text: `select coalesce(sum(cost_micros), 0)::text cost from step
      where run_id = $1 and (node = $2 and path = $3 and iteration is distinct from $5 or starts_with(path, $4))`,
    values: [runId, node.id, at.path, lanes, but],
  })
  return BigInt(rows[0]?.cost ?? 0)
}
