import type { Actor } from '@/domain/actor'
import type { ReviewView, Verdict } from '@/domain/run/review'
import type { EndpointOf } from '@/server/connectors/endpoint'
import type { Entered } from '@/server/engine/entered'
import type { Commit } from '@/server/engine/store'
import type { LoadedVersion } from '@/server/engine/versions'

/** A verdict on its way to being committed. */
export interface Deciding {
  version: LoadedVersion
  at: Entered
  review: { id: string; kind: string; node: string }
  view: ReviewView
  verdict: Verdict
  by: Actor
  /** Places of what was asked about that are not shown to them as they are. */
  unseen: readonly string[]
  /** Where connections lead now. */
  endpointOf: EndpointOf
}

/** What every verdict commits. */
export function base({ at, verdict, by, review }: Deciding): Omit<Commit, 'moves'> {
  return {
    node: at.node,
    iteration: at.iteration,
    attempt: at.attempt,
    settle: [],
    ...(at.path ? { at: { path: at.path, scope: at.scope } } : {}),
    verdict: { reviewId: review.id, digest: verdict.digest, verdict, by },
  }
}
