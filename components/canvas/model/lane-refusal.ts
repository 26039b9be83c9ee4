import type { TeamDocument } from '@/domain/team/document'
import { graphOf } from '@/domain/team/graph'
import type { LaneFault } from '@/domain/team/lanes'

/** Why a document in which one more handoff is drawn would no longer come together; undefined where nothing breaks. */
export function brokenLanes(before: TeamDocument, after: TeamDocument): string | undefined {
  const was = new Set(graphOf(before).lanes.faults.map(keyOf))
  const fresh = graphOf(after).lanes.faults.find(
    (fault) => fault.kind !== 'open' && fault.kind !== 'alone' && !was.has(keyOf(fault)),
  )
  return fresh && told(after, fresh)
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
