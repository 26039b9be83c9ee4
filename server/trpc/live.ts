import { tracked } from '@trpc/server'
import { z } from 'zod'
import { permits } from '@/domain/policy/permission'
import { presentRoles } from '@/server/auth/present-roles'
import { holdsIn } from '@/server/auth/sessions'
import { authorize, type Scope } from '@/server/services/context'
import { changeFeed, type Change, type Topic } from '@/server/services/live/changes'
import { draftFeed, type HeardSignal } from '@/server/services/live/draft-signals'
import { procedure } from './init'

export type { Topic }

/** How long somebody who is kept out by now may still be told of changes. */
const RECHECK_MS = 15_000

/** Changes of the caller's workspace as they happen. After a break the client names the last one it had. */
export const live = procedure('workspace.read')
  .input(
    z
      .object({
        lastEventId: z
          .string()
          .regex(/^\d{1,18}$/)
          .nullish(),
      })
      .optional(),
  )
  .subscription(async ({ ctx, input, signal }) => {
    // Before the stream begins: what is thrown within it comes too late to be an answer of its own.
    const scope = await authorize(ctx, 'workspace.read')
    return changes(scope, input?.lastEventId, signal)
  })

/**
 * Ends when the caller stops listening, and soon after they are kept out of the workspace or their session ends. Says since when the database
 * is away, and null once it is back; and which drafts moved, or null where that may have been missed.
 */
export async function* changes(
  scope: Scope,
  after: string | null | undefined,
  signal?: AbortSignal,
  recheckMs = RECHECK_MS,
) {
  const { db, workspace, actor } = scope
  const feed = changeFeed(db)
  const queue: Change[] = []
  const signals: HeardSignal[] = []
  let wake = () => {}
  let away: Date | undefined
  let told: Date | undefined
  const stopAway = feed.onAway((since) => {
    away = since
    wake()
  })
  const stop = feed.listen(workspace.id, (change) => {
    queue.push(change)
    wake()
  })
  const stopDrafts = draftFeed(db).listen(workspace.id, (signal) => {
    signals.push(signal)
    wake()
  })
  const awake = () => wake()
  signal?.addEventListener('abort', awake)
  const timer = setInterval(awake, recheckMs)
  let checked = Date.now()
  try {
    if (after) queue.push(...(await feed.since(workspace.id, BigInt(after))))
    while (!signal?.aborted) {
      if (away !== told) {
        told = away
        yield { databaseAwaySince: away ?? null }
      }
      // Nothing happens while the database is away, and nobody's standing can be read.
      if (!away && actor.kind === 'person' && Date.now() - checked >= recheckMs) {
        if (!(await isStillIn(scope))) return
        checked = Date.now()
      }
      for (const signal of signals.splice(0))
        yield { draft: signal && { team: signal.team, revision: signal.revision } }
      for (const { entry, topic, id, at } of queue.splice(0)) yield tracked(entry, { topic, id, at })
      await new Promise<void>((resolve) => {
        wake = resolve
        if (queue.length || signals.length || away !== told || signal?.aborted) resolve()
      })
    }
  } finally {
    stop()
    stopDrafts()
    stopAway()
    clearInterval(timer)
    signal?.removeEventListener('abort', awake)
  }
}

async function isStillIn({ db, workspace, actor, session }: Scope): Promise<boolean> {
  const at = { workspaceId: workspace.id, userId: actor.id }
  if (session !== undefined && !(await holdsIn(db, { id: session, ...at }))) return false
  return permits(await presentRoles(db, workspace.id, actor.id), 'workspace.read')
}
