import type { ContractRef } from '../contract/contract'
import type { Bundle, BundleEdge } from '../team/bundle'
import { kindOf } from '../team/kinds/registry'
import type { PlannedStep } from './history'

/** A node about to be activated, and the handoff that leads to it. */
export interface PlannedNode {
  node: string
  /** Counted from the activations in the history; whoever numbers under a lock may ignore it. */
  iteration: number
  arrived: { from: string; edge: string; slot: string; contract?: ContractRef }
}

export type Plan =
  | { kind: 'go'; next: PlannedNode[] }
  /** The path ends here: at an end, or at a person who rejects where no way leads on. */
  | { kind: 'end'; outcome: 'done' | 'rejected'; node: string }
  | { kind: 'stuck'; reason: string }

/** An activation that is complete. */
export interface Completed {
  node: string
  /** The way out it took. */
  port: string
  iteration?: number
  /** The slot it had taken up: what a gate or router passes on. Without it, what the drawing says. */
  subject?: string
}

/**
 * What follows a completed activation: pure, and total over bundles that compile. Several edges from one port are
 * several branches. An end node is gone to like any other (its contract is checked there) and ends the path when it
 * is the completed one.
 */
export function plan(bundle: Bundle, history: readonly PlannedStep[], at: Completed): Plan {
  const node = bundle.nodes[at.node]
  if (!node) return { kind: 'stuck', reason: `This version has no node "${at.node}".` }
  if (node.kind === 'end') return { kind: 'end', outcome: node.outcome, node: node.id }
  const edges = (bundle.next[at.node] ?? []).filter((edge) => edge.port === at.port)
  if (edges.length > 0) return { kind: 'go', next: edges.map((edge) => follow(bundle, history, at, edge)) }
  const port = kindOf(node)
    .ports(node)
    .find(({ id }) => id === at.port)
  if (port?.endsAs) return { kind: 'end', outcome: port.endsAs, node: node.id }
  const way = port?.label ?? at.port
  return { kind: 'stuck', reason: `No way leads on from "${node.name}" by "${way}".` }
}

/** The write actions that an approval at a gate lets out before the next gate, nearest first, by node id. */
export function effectsBehind(bundle: Bundle, gateId: string): string[] {
  const gate = bundle.nodes[gateId]
  if (!gate) return []
  const approving = new Set(
    kindOf(gate)
      .ports(gate)
      .filter((port) => port.approves)
      .map((port) => port.id),
  )
  const queue = (bundle.next[gateId] ?? []).filter((edge) => approving.has(edge.port)).map((edge) => edge.to)
  const seen = new Set<string>([gateId])
  const effects: string[] = []
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const node = bundle.nodes[id]
    if (!node || seen.has(id)) continue
    seen.add(id)
    const kind = kindOf(node)
    if (kind.isGate) continue
    if (kind.isEffect(node)) effects.push(id)
    queue.push(...(bundle.next[id] ?? []).map((edge) => edge.to))
  }
  return effects
}

function follow(
  bundle: Bundle,
  history: readonly PlannedStep[],
  at: Completed,
  edge: BundleEdge,
): PlannedNode {
  const { slot, contract } = carriedBy(bundle, at, edge)
  return {
    node: edge.to,
    iteration: iterationsOf(history, edge.to),
    arrived: { from: at.node, edge: edge.id, slot, ...(contract !== undefined && { contract }) },
  }
}

/** The drawing says what an edge carries, except that one who only lets through passes on what it took up. */
function carriedBy(
  bundle: Bundle,
  at: Completed,
  edge: BundleEdge,
): { slot: string; contract?: ContractRef } {
  const node = bundle.nodes[at.node]
  const passes = node !== undefined && !kindOf(node).writes(node)
  if (!passes || edge.returns || at.subject === undefined || at.subject === edge.carries.slot)
    return edge.carries
  const writer = bundle.nodes[at.subject]
  const contract = writer && 'produces' in writer ? writer.produces : undefined
  return { slot: at.subject, ...(contract !== undefined && { contract }) }
}

/** How often a node has been activated: attempts of one activation count once. */
function iterationsOf(history: readonly PlannedStep[], node: string): number {
  return new Set(history.filter((step) => step.node === node).map((step) => step.iteration)).size
}
