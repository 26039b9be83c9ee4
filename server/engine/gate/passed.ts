import { effectsBehind } from '@/domain/run/effects-behind'
import type { DecidedGate } from '@/domain/run/step'
import type { RulesFinding } from '@/domain/effect/gate'
import { keptFor } from '@/domain/kept'
import type { Bundle } from '@/domain/team/bundle'
import { walk } from '@/domain/team/graph'
import { kindOf } from '@/domain/team/kinds/registry'
import type { HistoryStep } from '../entered'
import { ruleOutcomes } from '../rule-outcomes'

/** What the last gate of some kind that let an effect through has bound it to. */
interface Binding {
  node: string
  decided: DecidedGate
  digest: string
  endpoint?: string
  /** It was carried out under this once: that is no approval of another time. */
  used: boolean
}

/** How a run came to an effect: what bound it, and whether business rules alone let it through last. */
export interface Passed {
  binding?: Binding
  byRulesAlone: boolean
}

/** The gates that a run has passed on the way to an action, the nearest last. */
export function passedGates(bundle: Bundle, steps: readonly HistoryStep[], action: string): Passed {
  const through = steps.filter((step) => letThrough(bundle, step) && coveredBy(bundle)(step.node).has(action))
  const binding = through.findLast(({ feedback }) => bound(feedback, action) !== undefined)
  const effect = bound(binding?.feedback, action)
  const done = steps.findLastIndex(({ node, status }) => node === action && status === 'done')
  const nearest = through.findLast((step) => steps.indexOf(step) > done)
  return {
    ...(binding?.feedback &&
      effect && {
        binding: {
          node: binding.node,
          decided: binding.feedback,
          digest: effect.digest,
          ...(effect.endpoint !== undefined && { endpoint: effect.endpoint }),
          used: done > steps.indexOf(binding),
        },
      }),
    byRulesAlone: nearest !== undefined && bundle.nodes[nearest.node]?.kind === 'rules',
  }
}

const bound = (feedback: DecidedGate | null | undefined, action: string) =>
  feedback?.effects.find(({ node }) => node === action)

/** Whether a step left a gate by a way that lets through. */
function letThrough({ nodes }: Bundle, { node: id, port, status }: HistoryStep): boolean {
  const node = nodes[id]
  if (!node || status !== 'done' || !kindOf(node).isGate) return false
  return kindOf(node)
    .ports(node)
    .some((way) => way.id === port && way.approves)
}

const coveredBy = keptFor((bundle: Bundle) => {
  const known = new Map<string, ReadonlySet<string>>()
  return (gate: string): ReadonlySet<string> => {
    const kept = known.get(gate) ?? new Set(effectsBehind(bundle, gate))
    known.set(gate, kept)
    return kept
  }
})

/**
 * What the business rules that this run has passed say to the state as it is sent now: it may have changed since. Rules
 * that led to a person or a supervisor have been answered there; what they reject is rejected all the same.
 * @throws ExpressionError when a rule cannot be decided any more
 */
export function rulesNow(
  bundle: Bundle,
  steps: readonly HistoryStep[],
  action: string,
  bindings: Record<string, unknown>,
): RulesFinding[] {
  const found: RulesFinding[] = []
  for (const id of rulesBefore(bundle)(action)) {
    const node = bundle.nodes[id]
    const last = steps.findLast((step) => step.node === id && step.status === 'done')
    if (node?.kind !== 'rules' || !last || last.port === 'reject') continue
    const stopped = ruleOutcomes(node, bindings).filter(({ held }) => !held)
    const said = (then: 'reject' | 'review') =>
      stopped.filter((rule) => rule.then === then).map(({ message }) => message)
    found.push({
      node: id,
      name: node.name,
      rejects: said('reject'),
      asks: last.port === 'pass' ? said('review') : [],
    })
  }
  return found
}

/** The gates of rules from which a run can come to an action. */
const rulesBefore = keptFor((bundle: Bundle) => {
  const known = new Map<string, string[]>()
  return (action: string): string[] => {
    const kept = known.get(action) ?? leadingTo(bundle, action)
    known.set(action, kept)
    return kept
  }
})

function leadingTo({ nodes, next }: Bundle, action: string): string[] {
  const onward = (id: string): string[] => (next[id] ?? []).map(({ to }) => to)
  return Object.values(nodes)
    .filter(({ id, kind }) => kind === 'rules' && walk(onward(id), onward).has(action))
    .map(({ id }) => id)
}
