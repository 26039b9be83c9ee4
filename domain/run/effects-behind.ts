import type { Bundle } from '../team/bundle'
import { kindOf } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'

/**
 * The write actions that an approval at a gate lets out before the next gate, nearest first, by node id.
 * @param wayNow the way that a router would take by what is known now; asked only of routers that nothing between the gate
 * and them can still turn, undefined where it cannot be told
 */
export function effectsBehind(
  bundle: Bundle,
  gateId: string,
  wayNow?: (router: string) => string | undefined,
): string[] {
  const gate = bundle.nodes[gateId]
  if (!gate) return []
  const approving = new Set(
    kindOf(gate)
      .ports(gate)
      .filter((port) => port.approves)
      .map((port) => port.id),
  )
  const queue = (bundle.next[gateId] ?? []).filter((edge) => approving.has(edge.port)).map((edge) => edge.to)
  const settled = wayNow ? settledBehind(bundle, queue) : undefined
  const seen = new Set<string>([gateId])
  const splits = new Set<string>()
  const effects: string[] = []
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const node = bundle.nodes[id]
    if (!node || seen.has(id)) continue
    seen.add(id)
    const kind = kindOf(node)
    // What is approved in one lane says nothing of what follows the join, nor of each item of a map; what is approved
    // before a split holds in its lanes and, once they have come together, behind it.
    if (kind.isGate || (kind.closes !== undefined && !splits.has(id))) continue
    const join = bundle.joins?.[id]
    if (join !== undefined && join !== id) splits.add(join)
    if (kind.opens === 'items') {
      if (join !== undefined) queue.push(join)
      continue
    }
    if (kind.isEffect(node)) effects.push(id)
    const way = settled?.has(id) ? wayNow?.(id) : undefined
    queue.push(
      ...(bundle.next[id] ?? []).filter(({ port }) => way === undefined || port === way).map(({ to }) => to),
    )
  }
  return effects
}

/** The routers that a path from here comes to, and that nothing which changes the state, or splits, can come before. */
function settledBehind(bundle: Bundle, from: readonly string[]): Set<string> {
  const ahead = reachable(bundle, from)
  const turned = reachable(
    bundle,
    [...ahead].flatMap((id) => (turns(bundle.nodes[id]) ? (bundle.next[id] ?? []).map(({ to }) => to) : [])),
  )
  return new Set([...ahead].filter((id) => bundle.nodes[id]?.kind === 'router' && !turned.has(id)))
}

/** Whether a router behind a node may read something else than one before it. */
function turns(node: TeamNode | undefined): boolean {
  if (!node) return false
  const kind = kindOf(node)
  return kind.writes(node) || kind.isGate || kind.opens !== undefined || kind.closes !== undefined
}

function reachable(bundle: Bundle, from: readonly string[]): Set<string> {
  const seen = new Set(from)
  for (const id of seen) for (const { to } of bundle.next[id] ?? []) seen.add(to)
  return seen
}
