import { ExpressionError } from '@/domain/expression/cel'
import { BatonError, type Problem } from '@/domain/problem'
import { effectsBehind } from '@/domain/run/plan'
import type { ReviewView } from '@/domain/run/review'
import type { EffectRequest } from '@/domain/run/step'
import { jsonProblem } from '@/domain/storable'
import { checkInstance } from '@/server/bounded'
import { bindingsOf } from '@/server/engine/bindings'
import { effectRequest } from '@/server/engine/effect-request'
import { RunStore, type Entered } from '@/server/engine/store'
import type { LoadedVersion } from '@/server/engine/versions'
import { authorize, type Context } from '../context'
import { versionsOf } from '../run/start'

/**
 * What approving an edited draft would send: the requests are made as the action will make them.
 * @throws BatonError not_found · conflict (the run moved on) · invalid (the draft breaks its contract)
 */
export async function previewEdit(ctx: Context, { id, edit }: { id: string; edit: Record<string, unknown> }) {
  const scope = await authorize(ctx, 'review.read')
  const review = await scope.db.prisma.review.findFirst({ where: { id, workspaceId: scope.workspace.id } })
  if (!review) throw new BatonError('not_found', `There is no review ${id}.`)
  const at = await new RunStore(scope.db.lanes).read(review.runId, review.branch)
  if (!at || review.status !== 'open') throw new BatonError('conflict', 'This review is closed.')
  const version = await versionsOf(scope.db).get(at.versionId)
  const view = review.view as unknown as ReviewView
  return { effects: effectsAfter(version, at, review.node, checkEdit(version, view, edit)) }
}

/** @throws BatonError invalid, with JSON pointers from `/edit` on, when the edited draft breaks its contract */
export function checkEdit(
  version: LoadedVersion,
  view: ReviewView,
  edit: Record<string, unknown>,
): { slot: string; value: unknown } {
  const unstorable = jsonProblem(edit)
  if (unstorable)
    throw new BatonError('invalid', 'The draft holds what cannot be stored.', [within(unstorable)])
  const contract = view.draft?.contract ? version.bundle.contracts[view.draft.contract] : undefined
  if (!view.draft || !contract) throw new BatonError('invalid', 'There is no draft to edit here.')
  const problems = checkInstance(contract.schema, edit)
  if (problems.length)
    throw new BatonError(
      'invalid',
      `The draft does not fit ${contract.name} ${contract.version}.`,
      problems.map(within),
    )
  return { slot: view.draft.slot, value: edit }
}

const within = <T extends Problem>(problem: T): T => ({ ...problem, pointer: `/edit${problem.pointer}` })

/** The effects behind a gate, made from the state with one slot replaced. */
export function effectsAfter(
  version: LoadedVersion,
  at: Entered,
  gate: string,
  write?: { slot: string; value: unknown },
): EffectRequest[] {
  const state = write ? { ...at.state, [write.slot]: write.value } : at.state
  const bindings = bindingsOf(version.bundle, state, at.steps)
  try {
    return effectsBehind(version.bundle, gate).flatMap((id) => {
      const node = version.bundle.nodes[id]
      return node?.kind === 'action' ? [effectRequest(node, version.bundle, bindings)] : []
    })
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `What would be sent cannot be made from this draft: ${error.message}`)
  }
}
