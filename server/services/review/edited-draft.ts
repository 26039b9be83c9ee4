import { ExpressionError } from '@/domain/expression/cel'
import { BatonError, type Problem } from '@/domain/problem'
import { effectsBehind } from '@/domain/run/plan'
import type { ReviewView } from '@/domain/run/review'
import type { EffectRequest, RuleOutcome } from '@/domain/run/step'
import { jsonProblem } from '@/domain/storable'
import { checkInstance } from '@/server/bounded'
import { bindingsOf } from '@/server/engine/bindings'
import { effectRequest } from '@/server/engine/effect-request'
import { ruleOutcomes } from '@/server/engine/rule-outcomes'
import type { Entered } from '@/server/engine/store'
import type { LoadedVersion } from '@/server/engine/versions'

/** A slot as a person would write it. */
export interface EditedSlot {
  slot: string
  value: unknown
}

/** @throws BatonError invalid, with JSON pointers from `/edit` on, when the edited draft breaks its contract */
export function checkEdit(
  version: LoadedVersion,
  view: ReviewView,
  edit: Record<string, unknown>,
): EditedSlot {
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

/**
 * What the rules that this run has passed say to an edited draft: those of the gate that led here, and those that
 * would reject what they let through before. An edit must not carry a draft round a rule.
 * @throws BatonError invalid when a rule cannot be decided on this draft
 */
export function rulesAfter(
  version: LoadedVersion,
  at: Entered,
  edited: EditedSlot,
): { rules: RuleOutcome[] | undefined; rejected: RuleOutcome[] } {
  const { bundle } = version
  const visited = new Set(at.steps.filter(({ status }) => status === 'done').map(({ node }) => node))
  const now = { ...at.state, [edited.slot]: edited.value }
  const rejected: RuleOutcome[] = []
  let rules: RuleOutcome[] | undefined
  for (const id of visited) {
    const node = bundle.nodes[id]
    if (node?.kind !== 'rules') continue
    const [before, after] = madeFromDraft(() =>
      [at.state, now].map((state) => ruleOutcomes(node, bindingsOf(bundle, state, at.steps))),
    )
    if (id === at.arrived.from) rules = after
    const held = new Set(before?.filter((rule) => rule.held).map((rule) => rule.id))
    rejected.push(
      ...(after ?? []).filter((rule) => !rule.held && rule.then === 'reject' && held.has(rule.id)),
    )
  }
  return { rules, rejected }
}

/** The effects behind a gate, made from the state with one slot replaced. @throws BatonError invalid */
export function effectsAfter(
  version: LoadedVersion,
  at: Entered,
  gate: string,
  edited?: EditedSlot,
): EffectRequest[] {
  const state = edited ? { ...at.state, [edited.slot]: edited.value } : at.state
  const bindings = bindingsOf(version.bundle, state, at.steps)
  return madeFromDraft(() =>
    effectsBehind(version.bundle, gate).flatMap((id) => {
      const node = version.bundle.nodes[id]
      return node?.kind === 'action' ? [effectRequest(node, version.bundle, bindings)] : []
    }),
  )
}

function madeFromDraft<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `What would be sent cannot be made from this draft: ${error.message}`)
  }
}
