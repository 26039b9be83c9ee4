import type { Actor } from '@/domain/actor'
import { placesIn } from '@/domain/run/fork'
import { cancelCalled, lockCalled } from '@/server/engine/cancel-run'
import type { Commit, Statements } from '@/server/engine/store'

/**
 * Whoever gives up a step gives up the run, and with it the lanes beside it and the runs that they called. All of them
 * stand still where they are, so that the run can be taken up again there: `stop_lanes`, `stop_branch` and `resume_run`
 * in the migrations.
 * @param client in the verdict's transaction
 */
export async function giveUp(
  client: Statements,
  at: { workspaceId: string; runId: string; branch: string; path: string; by: Actor; reason: string },
  commit: Commit,
  commitStep: (commit: Commit) => Promise<unknown>,
): Promise<void> {
  const called = await lockCalled(client, at.runId)
  const [outermost] = placesIn(at.path)
  const { rows } = await client.query<{ before: unknown }>({
    text: 'select stop_lanes($1, $2, $3) before',
    values: [at.runId, at.branch, outermost?.fork ?? null],
  })
  const before = rows[0]?.before
  await commitStep({
    ...commit,
    ...(before && commit.outcome ? { outcome: { ...commit.outcome, before } } : {}),
  })
  await client.query({ text: 'select stop_branch($1, $2)', values: [at.runId, at.branch] })
  await cancelCalled(client, at, called)
}
