import { ExpressionError } from '@/domain/expression/cel'
import { effectsBehind } from '@/domain/run/effects-behind'
import type { DecidedGate, EffectRequest, RuleOutcome } from '@/domain/run/step'
import type { EndpointOf } from '@/server/connectors/endpoint'
import { saltedDigest } from '@/server/record/digest'
import { bindingsOf } from './bindings'
import { effectRequest } from './effect-request'
import { wayOf } from './handlers/router'
import { ruleOutcomes } from './rule-outcomes'
import type { Entered } from './entered'
import type { LoadedVersion } from './versions'

/** A slot as somebody who decides at a gate would write it. */
export interface EditedSlot {
  slot: string
  value: unknown
}

type At = Pick<Entered, 'state' | 'steps' | 'arrived' | 'lane'>

const edited = ({ state }: Pick<Entered, 'state'>, edit: EditedSlot | undefined): Record<string, unknown> =>
  edit ? { ...state, [edit.slot]: edit.value } : state

/**
 * The actions that an approval lets out, by node id. Where a router behind the gate can be told now, only the way it will
 * take: nobody is asked for what will not happen. In a lane, where others still write, every way counts.
 */
export function actionsBehind(
  { bundle }: LoadedVersion,
  { lane }: Pick<At, 'lane'>,
  gate: string,
  bindings: Record<string, unknown>,
): string[] {
  // Held at its own gate: it is itself what is let out.
  if (bundle.nodes[gate]?.kind === 'action') return [gate]
  if (lane) return effectsBehind(bundle, gate)
  return effectsBehind(bundle, gate, (id) => {
    const node = bundle.nodes[id]
    try {
      return node?.kind === 'router' ? wayOf(node, bindings) : undefined
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return undefined
    }
  })
}

/**
 * The effects behind a gate, made from the state with one slot replaced.
 * @throws ExpressionError when one of them cannot be made
 */
export async function effectsAt(
  version: LoadedVersion,
  at: At,
  gate: string,
  endpointOf: EndpointOf,
  edit?: EditedSlot,
): Promise<EffectRequest[]> {
  const bindings = bindingsOf(version.bundle, edited(at, edit), at.steps)
  const effects: EffectRequest[] = []
  for (const id of actionsBehind(version, at, gate, bindings)) {
    const node = version.bundle.nodes[id]
    if (node?.kind === 'action') effects.push(await effectRequest(node, version.bundle, bindings, endpointOf))
  }
  return effects
}

/** What an approval binds to: what would be sent, and where, by digest. */
export const boundTo = (
  effects: readonly EffectRequest[],
  { salt }: Pick<Entered, 'salt'>,
): DecidedGate['effects'] =>
  effects.map((effect) => ({
    node: effect.node,
    digest: saltedDigest(effect, salt),
    ...(effect.endpoint !== undefined && { endpoint: effect.endpoint }),
  }))

/**
 * Whether what was approved is this request: `moved` where it is but for where its connection leads, which has changed
 * since.
 */
export function bindsTo(
  approved: { digest: string; endpoint?: string },
  request: EffectRequest,
  { salt }: Pick<Entered, 'salt'>,
): 'moved' | 'other' | 'same' {
  if (approved.digest === saltedDigest(request, salt)) return 'same'
  const { endpoint: _now, ...rest } = request
  const then = approved.endpoint
  return approved.digest === saltedDigest({ ...rest, ...(then !== undefined && { endpoint: then }) }, salt)
    ? 'moved'
    : 'other'
}

/**
 * What the rules that this run has passed say to an edited slot: those of the gate that led here, and those that would
 * reject what they let through before. An edit must not carry a draft round a rule.
 * @throws ExpressionError when a rule cannot be decided on it
 */
export function rulesOnEdit(
  { bundle }: LoadedVersion,
  at: At,
  edit: EditedSlot,
): { rules: RuleOutcome[] | undefined; rejected: RuleOutcome[] } {
  const visited = new Set(at.steps.filter(({ status }) => status === 'done').map(({ node }) => node))
  const rejected: RuleOutcome[] = []
  let rules: RuleOutcome[] | undefined
  for (const id of visited) {
    const node = bundle.nodes[id]
    if (node?.kind !== 'rules') continue
    const [before, after] = [at.state, edited(at, edit)].map((state) =>
      ruleOutcomes(node, bindingsOf(bundle, state, at.steps)),
    )
    if (id === at.arrived.from) rules = after
    const held = new Set(before?.filter((rule) => rule.held).map((rule) => rule.id))
    rejected.push(
      ...(after ?? []).filter((rule) => !rule.held && rule.then === 'reject' && held.has(rule.id)),
    )
  }
  return { rules, rejected }
}
