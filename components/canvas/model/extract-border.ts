import { showRef } from '@/domain/contract/contract'
import { carriedOn, leavesToReturn } from '@/domain/team/carry'
import type { Carried } from '@/domain/team/carried'
import type { Edge } from '@/domain/team/document'
import type { Graph } from '@/domain/team/graph'
import { cyclesOf } from '@/domain/team/graph'
import { kindOf, slotsOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'

/** What crosses the border of a part of a team, one way in and one way on. */
export interface Border {
  entry: TeamNode
  /** Handoffs into it. */
  into: readonly Edge[]
  /** Handoffs out of it on which the work goes on. */
  on: readonly Edge[]
  /** Handoffs out of it by ways of rejection. */
  rejected: readonly Edge[]
  /** What comes in, and what goes on. */
  brings: Crossing
  takes: Crossing
}

/** What crosses one side of the border: one contract, and its slot where it is one too. */
export interface Crossing {
  contract: string
  slot: string | undefined
}

/** A part that cannot be cut out, and why, in a sentence. */
export class CannotCut extends Error {
  override readonly name = 'CannotCut'
}

/** @throws CannotCut with the reason */
export function borderOf(graph: Graph, nodes: readonly TeamNode[]): Border {
  const inside = new Set(nodes.map(({ id }) => id))
  if (nodes.length === 0) throw new CannotCut('Nothing is selected that could become a team.')
  refuseEnds(nodes)
  const into = graph.edges.filter(({ from, to }) => !inside.has(from.node) && inside.has(to.node))
  const out = graph.edges.filter(({ from, to }) => inside.has(from.node) && !inside.has(to.node))
  const nameOf = (id: string) => `“${graph.nodes.get(id)?.name ?? id}”`
  for (const edge of [...into, ...out])
    if (leavesToReturn(graph, edge))
      throw new CannotCut(
        `${nameOf(edge.from.node)} may go back to ${nameOf(edge.to.node)}, and one of the two would stay behind. Take both, or neither.`,
      )
  const entries = [...new Set(into.map(({ to }) => to.node))]
  const [first] = entries
  const entry = graph.nodes.get(first ?? '')
  if (!entry) throw new CannotCut('Nothing leads into the selection, so its team would never begin.')
  if (entries.length > 1)
    throw new CannotCut(
      `There is more than one way in: handoffs lead to ${entries.map(nameOf).join(' and ')}. A team begins at one place.`,
    )
  refuseLanes(graph, inside, entry.id, nameOf)
  refuseLoops(graph, nodes, inside)
  const isRejection = ({ from }: Edge) => {
    const node = graph.nodes.get(from.node)
    return (
      node !== undefined &&
      kindOf(node)
        .ports(node)
        .some((port) => port.id === from.port && port.endsAs === 'rejected')
    )
  }
  const on = out.filter((edge) => !isRejection(edge))
  const rejected = out.filter(isRejection)
  if (on.length === 0)
    throw new CannotCut('Nothing leads on from the selection, so this team would end where it begins.')
  for (const ways of [on, rejected]) {
    const targets = [...new Set(ways.map(({ to }) => to.node))]
    if (targets.length > 1)
      throw new CannotCut(
        `There is more than one way on: handoffs lead to ${targets.map(nameOf).join(' and ')}. A team hands over to one place; let them come together first, or take them along.`,
      )
  }
  const carried = carriedOn(graph)
  return {
    entry,
    into,
    on,
    rejected,
    brings: crossing(carried, into, `what comes into ${nameOf(entry.id)}`),
    takes: crossing(carried, on, `what goes on to ${nameOf(on[0]?.to.node ?? '')}`),
  }
}

/** Under which names a node is read: how it decided under its own, what it wrote under its slots. */
export const readUnder = (node: TeamNode): string[] => [node.id, ...slotsOf(node)]

function refuseEnds(nodes: readonly TeamNode[]): void {
  for (const node of nodes) {
    if (!kindOf(node).takesIn)
      throw new CannotCut(`“${node.name}” is where a run of this team begins: leave it out of the selection.`)
    if (kindOf(node).ports(node).length === 0)
      throw new CannotCut(`“${node.name}” says how a run of this team ends: leave it out of the selection.`)
  }
}

function crossing(carried: ReadonlyMap<string, Carried[]>, edges: readonly Edge[], what: string): Crossing {
  const all = edges.flatMap(({ id }) => carried.get(id) ?? [])
  const contracts = [...new Set(all.map(({ contract }) => contract))]
  const [contract] = contracts
  if (contract === undefined || contracts.length === 0)
    throw new CannotCut(`No contract says ${what}: choose one where it is written first.`)
  if (contracts.length > 1) {
    const named = contracts.map((ref) => (ref === undefined ? 'something without a contract' : showRef(ref)))
    throw new CannotCut(`Of ${what} it is once ${named.join(' and once ')}. It has to be one contract.`)
  }
  const slots = [...new Set(all.map(({ slot }) => slot))]
  return { contract, slot: slots.length === 1 ? slots[0] : undefined }
}

/** A split goes along with all its ways and their join, or stays with them. */
function refuseLanes(
  { lanes }: Graph,
  inside: ReadonlySet<string>,
  entry: string,
  nameOf: (id: string) => string,
): void {
  const base = lanes.of(entry)
  for (const id of inside) {
    const [join, opener] = [lanes.joinOf(id), lanes.openerOf(id)]
    if (join !== undefined && !inside.has(join))
      throw new CannotCut(
        `The ways of ${nameOf(id)} come together at ${nameOf(join)}, which is left out. Take it along.`,
      )
    if (opener !== undefined && !inside.has(opener))
      throw new CannotCut(
        `${nameOf(id)} brings the ways of ${nameOf(opener)} together, which is left out. Take it along.`,
      )
    const cut = lanes
      .of(id)
      .slice(base.length)
      .find((lane) => !inside.has(lane.opener))
    if (cut)
      throw new CannotCut(
        `${nameOf(id)} stands in a way of ${nameOf(cut.opener)}, which is left out. Take it along.`,
      )
  }
}

function refuseLoops(graph: Graph, nodes: readonly TeamNode[], inside: ReadonlySet<string>): void {
  const cycles = cyclesOf(graph.nodes.keys(), (id) => graph.out(id).map(({ to }) => to.node))
  for (const node of nodes) {
    if (node.kind !== 'loop') continue
    const left = cycles.find((cycle) => cycle.includes(node.id))?.find((id) => !inside.has(id))
    if (left !== undefined)
      throw new CannotCut(
        `“${node.name}” goes round by “${graph.nodes.get(left)?.name ?? left}”, which is left out. Take the whole round along.`,
      )
  }
}
