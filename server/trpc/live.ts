import { tracked } from '@trpc/server'
import { z } from 'zod'
import { authorize, type Scope } from '@/server/services/context'
import { changeFeed, type Change, type Topic } from '@/server/services/live/changes'
import { procedure } from './init'

export type { Topic }

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

async function* changes({ db, workspace }: Scope, after: string | null | undefined, signal?: AbortSignal) {
  const feed = changeFeed(db)
  const queue: Change[] = []
  let wake = () => {}
  const stop = feed.listen(workspace.id, (change) => {
    queue.push(change)
    wake()
  })
  const awake = () => wake()
  signal?.addEventListener('abort', awake)
  try {
    if (after) queue.push(...(await feed.since(workspace.id, BigInt(after))))
    while (!signal?.aborted) {
      for (const { entry, topic, id, at } of queue.splice(0)) yield tracked(entry, { topic, id, at })
      await new Promise<void>((resolve) => {
        wake = resolve
        if (queue.length || signal?.aborted) resolve()
      })
    }
  } finally {
    stop()
    signal?.removeEventListener('abort', awake)
  }
}
