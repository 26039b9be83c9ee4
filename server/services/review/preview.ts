import { BatonError, brief } from '@/domain/problem'
import type { ReviewView } from '@/domain/run/review'
import { seenReview } from '@/domain/run/review-sight'
import { endpointsIn } from '@/server/connectors/endpoint'
import { RunStore } from '@/server/engine/store'
import { authorize, type Context } from '../context'
import { versionsOf } from '../run/start'
import { sightIn } from '../sight'
import { UNSEEN } from './unseen'
import { checkEdit, effectsAfter, rulesAfter } from './edited-draft'

/**
 * What approving an edited draft would send, made as the action will make it, and what the rules say to it.
 * @throws BatonError not_found · forbidden (parts of it are not shown to the caller) · conflict (the run moved on) · invalid (the draft breaks its contract)
 */
export async function previewEdit(ctx: Context, { id, edit }: { id: string; edit: Record<string, unknown> }) {
  const scope = await authorize(ctx, 'review.read')
  const review = await scope.db.prisma.review.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!review) throw new BatonError('not_found', `There is no review ${brief(id)}.`)
  const at = await new RunStore(scope.db.lanes).read(review.runId, review.branch)
  if (!at || review.status !== 'open') throw new BatonError('conflict', 'This review is closed.')
  const version = await versionsOf(scope.db).get(at.versionId)
  const run = await scope.db.prisma.run.findUniqueOrThrow({
    where: { id: review.runId },
    select: { id: true, teamId: true, versionId: true },
  })
  const sight = await sightIn(scope)
  const view = review.view as unknown as ReviewView
  if (!sight.all && seenReview(view, await sight.looks(run), review.node).hidden.length > 0)
    throw new BatonError('forbidden', UNSEEN)
  const edited = checkEdit(version, view, edit)
  const endpointOf = endpointsIn(scope.db, scope.workspace.id)
  const effects = await effectsAfter({ version, at, view, endpointOf }, review.node, edited)
  return { effects, ...rulesAfter(version, at, edited) }
}
