import { ExpressionError } from '@/domain/expression/cel'
import { BatonError, type Problem } from '@/domain/problem'
import type { ReviewView } from '@/domain/run/review'
import { handOnProblems } from '@/server/bounded'
import { effectsAt, rulesOnEdit, type EditedSlot } from '@/server/engine/gate-effects'
import type { Entered } from '@/server/engine/entered'
import type { LoadedVersion } from '@/server/engine/versions'

/** @throws BatonError invalid, with JSON pointers from `/edit` on, when the edited draft breaks its contract */
export function checkEdit(
  version: LoadedVersion,
  view: ReviewView,
  edit: Record<string, unknown>,
): EditedSlot {
  const contract = view.draft?.contract ? version.bundle.contracts[view.draft.contract] : undefined
  if (!view.draft || !contract) throw new BatonError('invalid', 'There is no draft to edit here.')
  const problems = handOnProblems(contract.schema, edit)
  if (problems.length)
    throw new BatonError(
      'invalid',
      `The draft does not fit ${contract.name} ${contract.version}.`,
      problems.map(within),
    )
  return { slot: view.draft.slot, value: edit }
}

const within = <T extends Problem>(problem: T): T => ({ ...problem, pointer: `/edit${problem.pointer}` })

/** What the rules that this run has passed say to an edited draft. @throws BatonError invalid */
export const rulesAfter = (version: LoadedVersion, at: Entered, edited: EditedSlot) =>
  madeFromDraft(() => rulesOnEdit(version, at, edited))

/** The effects behind a gate, made from the state with one slot replaced. @throws BatonError invalid */
export const effectsAfter = (version: LoadedVersion, at: Entered, gate: string, edited?: EditedSlot) =>
  madeFromDraft(() => effectsAt(version, at, gate, edited))

function madeFromDraft<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `What would be sent cannot be made from this draft: ${error.message}`)
  }
}
