import { compileView } from '@/domain/policy/compile-view'
import { serveView } from '@/domain/policy/serve-view'
import { isRecord } from '@/domain/contract/json-schema'
import type { Bundle } from '@/domain/team/bundle'
import { seesIn } from '@/domain/team/governed'
import { loopKind, type LoopNode } from '@/domain/team/kinds/loop'
import { scopeOf } from '@/domain/team/scope'
import { staffOf } from '@/domain/team/staff'
import { hiddenWords } from '@/domain/team/told'

/**
 * What feedback is made of, as far as whoever is told it may see it: the agent at the end of the way back, and who stands
 * in there. Publishing refuses a team that would tell them more (domain/team/checks/told.ts); this keeps what versions
 * from before that check would tell. What feedback only counts it may tell, so nothing is taken away where all is well.
 */
export function asToldTo(
  bundle: Bundle,
  node: LoopNode,
  bindings: Record<string, unknown>,
): Record<string, unknown> {
  const scope = scopeOf(Object.values(bundle.nodes), new Map(Object.entries(bundle.contracts)))
  const expressions = loopKind.expressions(node).filter(({ tells }) => tells !== undefined)
  const ways = new Set(expressions.map(({ tells }) => tells))
  const readers = (bundle.next[node.id] ?? [])
    .filter(({ port }) => ways.has(port))
    .flatMap(({ to }) => (bundle.nodes[to] ? staffOf(bundle.nodes[to]) : []))
    .flatMap((slug) => bundle.agents[slug] ?? [])
  const source = node.feedback || node.until
  const uncleared = readers.filter(
    (reader) => hiddenWords(scope, { source, form: 'template' }, reader).length > 0,
  )
  const sources = Object.entries(scope).flatMap(([slot, schema]) =>
    isRecord(schema) ? [{ slot, schema }] : [],
  )
  return uncleared.reduce(
    (seen, reader) => serveView(compileView(sources, reader, seesIn(bundle)), seen).data,
    bindings,
  )
}
