import type { Edge } from './document'
import { beginsLane, kindOf } from './kinds/registry'
import type { TeamNode } from './node'

/** One way of one split. */
export interface Lane {
  opener: string
  port: string
}

export type LaneFault =
  /** A join that no split leads to. */
  | { kind: 'alone'; join: string }
  /** A handoff from one lane into another, out of a split past its join, or back into it. */
  | { kind: 'crossed'; edge: Edge; opener: string }
  /** A split whose ways come together at two joins. */
  | { kind: 'joins'; opener: string; joins: [string, string] }
  /** A join that two splits lead to. */
  | { kind: 'shared'; join: string; openers: [string, string] }
  /** A split whose ways never come together. */
  | { kind: 'open'; opener: string }

/** Which lanes each reachable node stands in, and which join brings each split together. */
export interface Lanes {
  /** Outermost first; empty for a node in no lane. */
  of: (id: string) => readonly Lane[]
  joinOf: (opener: string) => string | undefined
  openerOf: (join: string) => string | undefined
  faults: readonly LaneFault[]
}

interface Drawn {
  nodes: ReadonlyMap<string, TeamNode>
  entry: string | undefined
  out: (id: string) => readonly Edge[]
}

/**
 * Splits are blocks: from an opener into lanes, each lane by itself to the one join. Every node stands in one place of
 * this nesting, whatever the path to it, so a lane holds one token at any time, a join knows how many may come, and
 * none waits for what cannot. (Structured workflows: Kiepuszewski, ter Hofstede, Bussler 2000.)
 */
export function lanesOf({ nodes, entry, out }: Drawn): Lanes {
  const places = new Map<string, readonly Lane[]>()
  const joins = new Map<string, string>()
  const openers = new Map<string, string>()
  const faults: LaneFault[] = []
  const queue: string[] = []
  const put = (id: string, place: readonly Lane[]) => {
    places.set(id, place)
    queue.push(id)
  }
  if (entry !== undefined) put(entry, [])
  for (const id of queue) {
    const node = nodes.get(id)
    if (!node) continue
    const place = places.get(id) ?? []
    for (const edge of out(id)) {
      const target = nodes.get(edge.to.node)
      if (!target || target.id === entry) continue
      const inner = beginsLane(node, edge.from.port)
        ? [...place, { opener: id, port: edge.from.port }]
        : place
      const closing = kindOf(target).closes
      const closes = closing === 'any' || (closing === 'own' && inner.at(-1)?.opener === target.id)
      const arrives = closes ? close(target.id, inner) : inner
      if (!arrives) continue
      const known = places.get(target.id)
      if (!known) put(target.id, arrives)
      else if (!same(known, arrives))
        faults.push({ kind: 'crossed', edge, opener: firstDifference(known, arrives) })
    }
  }
  for (const [id] of places) {
    const node = nodes.get(id)
    if (node && kindOf(node).opens && !joins.has(id)) faults.push({ kind: 'open', opener: id })
  }
  return {
    of: (id) => places.get(id) ?? [],
    joinOf: (opener) => joins.get(opener),
    openerOf: (join) => openers.get(join),
    faults,
  }

  function close(join: string, inner: readonly Lane[]): readonly Lane[] | undefined {
    const last = inner.at(-1)
    if (!last) {
      if (!faults.some((fault) => fault.kind === 'alone' && fault.join === join))
        faults.push({ kind: 'alone', join })
      return []
    }
    const other = joins.get(last.opener)
    if (other !== undefined && other !== join) {
      faults.push({ kind: 'joins', opener: last.opener, joins: [other, join] })
      return undefined
    }
    joins.set(last.opener, join)
    const first = openers.get(join)
    if (first === undefined) openers.set(join, last.opener)
    else if (first !== last.opener) {
      if (!faults.some((fault) => fault.kind === 'shared' && fault.join === join))
        faults.push({ kind: 'shared', join, openers: [first, last.opener] })
    }
    return inner.slice(0, -1)
  }
}

const same = (a: readonly Lane[], b: readonly Lane[]): boolean =>
  a.length === b.length && a.every((lane, i) => lane.opener === b[i]?.opener && lane.port === b[i]?.port)

/** The split whose border is crossed. */
function firstDifference(a: readonly Lane[], b: readonly Lane[]): string {
  const at = a.findIndex((lane, i) => lane.opener !== b[i]?.opener || lane.port !== b[i]?.port)
  return (at < 0 ? b[a.length] : a[at])?.opener ?? ''
}
