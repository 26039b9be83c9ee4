import { ExpressionError } from '@/domain/expression/cel'
import { BatonError, type Problem } from '@/domain/problem'
import type { ReviewView } from '@/domain/run/review'
import type { EffectRequest } from '@/domain/run/step'
import { handOnProblems } from '@/server/bounded'
import type { EndpointOf } from '@/server/connectors/endpoint'
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
export function rulesAfter(version: LoadedVersion, at: Entered, edited: EditedSlot) {
  try {
    return rulesOnEdit(version, at, edited)
  } catch (error) {
    throw unmade(error)
  }
}

/**
 * The effects behind a gate, made from the state with one slot replaced. They go where they did when the review was asked:
 * that is what its reader looks at, and should a connection lead elsewhere by now, the gate asks again.
 * @throws BatonError invalid
 */
export async function effectsAfter(
  { version, at, view, endpointOf }: ReviewedEffects,
  gate: string,
  edited?: EditedSlot,
): Promise<EffectRequest[]> {
  const asShown: EndpointOf = async (connection, operation) => {
    const shown = view.effects.find(
      (one) => one.connection === connection && one.operation?.name === operation,
    )
    // Where nobody could tell where it leads, nobody approves where it leads by now.
    return shown ? shown.endpoint : endpointOf(connection, operation)
  }
  try {
    return await effectsAt(version, at, gate, asShown, edited)
  } catch (error) {
    throw unmade(error)
  }
}

/** A review with what its effects are made of. */
export interface ReviewedEffects {
  version: LoadedVersion
  at: Entered
  view: ReviewView
  /** Where connections lead now. */
  endpointOf: EndpointOf
}

function unmade(error: unknown): unknown {
  return error instanceof ExpressionError
    ? new BatonError('invalid', `What would be sent cannot be made from this draft: ${error.message}`)
    : error
}
