import type { TeamDocument } from '@/domain/team/document'
import { graphOf, type Graph } from '@/domain/team/graph'
import { beginsLane, kindOf } from '@/domain/team/kinds/registry'
import type { LaneFault } from '@/domain/team/lanes'

/**
 * Says of a document in which more is drawn why it would no longer come together; undefined where nothing breaks.
 * @param before the graph without it
 */
export function lanesBreakFrom(before: Graph): (after: TeamDocument) => string | undefined {
  const was = new Set(before.lanes.faults.map(keyOf))
  return (after) => {
    const fresh = graphOf(after).lanes.faults.find(
      (fault) => fault.kind !== 'open' && fault.kind !== 'alone' && !was.has(keyOf(fault)),
    )
    return fresh && told(after, fresh)
  }
}

/** Whether one more handoff leaves every lane as it is, as between two that stand in the same one. */
export function staysInLane(graph: Graph, from: string, port: string, to: string): boolean {
  const [source, target] = [graph.nodes.get(from), graph.nodes.get(to)]
  if (!source || !target || !graph.reachable.has(from) || !graph.reachable.has(to)) return false
  if (beginsLane(source, port) || kindOf(target).closes !== undefined) return false
  const [here, there] = [graph.lanes.of(from), graph.lanes.of(to)]
  return (
    here.length === there.length &&
    here.every((lane, i) => lane.opener === there[i]?.opener && lane.port === there[i]?.port)
  )
}

/** A split that is still open is no reason: its join may be drawn next. */
function told({ nodes }: TeamDocument, fault: LaneFault): string | undefined {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? id
  switch (fault.kind) {
    case 'crossed':
      return `That would lead out of a way of ${nameOf(fault.opener)}, or into one, past its join. Come together at the join first.`
    case 'joins':
      return `The ways of ${nameOf(fault.opener)} come together at ${nameOf(fault.joins[0])} already: a split has one join.`
    case 'shared':
      return `${nameOf(fault.join)} brings the ways of ${nameOf(fault.openers[0])} together already. Give ${nameOf(fault.openers[1])} a join of its own.`
    case 'open':
    case 'alone':
      return undefined
  }
}

const keyOf = (fault: LaneFault): string =>
  fault.kind === 'crossed'
    ? `${fault.kind} ${fault.edge.id} ${fault.opener}`
    : fault.kind === 'joins'
      ? `${fault.kind} ${fault.opener}`
      : fault.kind === 'open'
        ? `${fault.kind} ${fault.opener}`
        : `${fault.kind} ${fault.join}`
