import type { PoolClient } from 'pg'
import { BatonError } from '@/domain/problem'
import type { ReviewView, Verdict } from '@/domain/run/review'
import { newId } from '@/server/db/id'
import type { NewEntry } from '@/server/record/append'
import type { Scope } from '../context'

/** Gives a run what it asked for, within the verdict's transaction: a dearer model for one agent, or more to spend. */
export async function giveLeave(
  client: PoolClient,
  { workspace, actor }: Scope,
  { review, view, verdict }: { review: string; view: ReviewView; verdict: Verdict },
): Promise<NewEntry> {
  const { dearer, unusual, run } = view
  if (dearer) {
    const { agent, tier, model, own } = dearer
    await client.query(
      `insert into model_grant (id, workspace_id, agent_slug, run_id, tier, reason, granted_by)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (workspace_id, agent_slug, run_id) do update set tier = excluded.tier, reason = excluded.reason,
         granted_by = excluded.granted_by, granted_at = now()`,
      [newId('mgr'), workspace.id, agent, run.id, tier, verdict.reason, JSON.stringify(actor)],
    )
    return {
      kind: 'model.granted',
      actor,
      run: run.id,
      data: { review, agent, tier, own, model },
      sealed: { reason: verdict.reason },
    }
  }
  if (!unusual) throw new BatonError('invalid', 'This review is not about money.')
  const { spentMicros, nextMicros } = unusual
  await client.query('update run set leave_micros = $2 where id = $1', [run.id, nextMicros])
  return {
    kind: 'run.let_spend',
    actor,
    run: run.id,
    data: { review, spent_micros: spentMicros, up_to_micros: nextMicros },
    sealed: { reason: verdict.reason },
  }
}
