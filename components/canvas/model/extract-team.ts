import { refOf } from '@/domain/contract/contract'
import type { Command } from '@/domain/team/command'
import { emptyDocument, type Edge, type TeamDocument } from '@/domain/team/document'
import { graphOf } from '@/domain/team/graph'
import { contractsNamedBy, kindOf, KINDS, readsOfNode } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { CARD, type Point } from '../geometry/shapes'
import { borderOf, CannotCut, readUnder, type Border } from './extract-border'
import { freeId, freeName } from './free-id'
import { placesOf } from '@/domain/team/card-places'

/** A part of a team as a team of its own, and the edit that puts that team in its place. */
export interface Extraction {
  team: TeamDocument
  /** @param slug of the new team, once it has one */
  replace: (slug: string) => Command
  /** The node that stands for it. */
  node: string
  begins: string
  brings: string
}

const GAP = 62

/**
 * The selected nodes as a team of their own: it begins with what comes in, under the slot it has here, and ends with what
 * goes on. What reads what it writes goes on reading it under the same name.
 * @throws CannotCut with the reason
 */
export function extractTeam(document: TeamDocument, ids: readonly string[], name: string): Extraction {
  const inside = new Set(ids)
  const nodes = document.nodes.filter(({ id }) => inside.has(id))
  const border = borderOf(graphOf(document), nodes)
  const written = new Set(nodes.flatMap(readUnder))
  const comes = border.brings.slot
  const start = comes !== undefined && !written.has(comes) ? comes : freeId('start', written)
  const goes = border.takes.slot
  const passesOn = goes !== undefined && goes === comes
  const others = document.nodes.filter(({ id }) => !inside.has(id)).map(({ id }) => id)
  const node = goes !== undefined && written.has(goes) ? goes : freeId(name, others)
  refuseReads(document, nodes, inside, { comes, written, node })
  return {
    team: teamOf(document, nodes, border, start, name),
    node,
    begins: border.brings.contract,
    brings: border.takes.contract,
    replace: (slug) => replacement(document, nodes, border, { name, slug, node, passesOn }),
  }
}

/** What is read across the border is what crosses it, and nothing besides. */
function refuseReads(
  { nodes: all }: TeamDocument,
  nodes: readonly TeamNode[],
  inside: ReadonlySet<string>,
  { comes, written, node }: { comes: string | undefined; written: ReadonlySet<string>; node: string },
): void {
  const writers = new Map(all.flatMap((one) => readUnder(one).map((slot) => [slot, one] as const)))
  const nameOf = (slot: string) => `“${writers.get(slot)?.name ?? slot}”`
  for (const reader of nodes) {
    for (const slot of slotsRead(reader)) {
      if (written.has(slot.slot) || (slot.slot === comes && !slot.decision) || !writers.has(slot.slot))
        continue
      throw new CannotCut(
        `“${reader.name}” reads ${slot.path}, which ${nameOf(slot.slot)} writes, and that is not what comes into the selection. Take ${nameOf(slot.slot)} along, or hand it on with the contract.`,
      )
    }
  }
  for (const reader of all) {
    if (inside.has(reader.id)) continue
    for (const slot of slotsRead(reader)) {
      if (!written.has(slot.slot) || (slot.slot === node && !slot.decision)) continue
      throw new CannotCut(
        `“${reader.name}” reads ${slot.path}, which ${nameOf(slot.slot)} writes, and that does not leave the selection. Take “${reader.name}” along, or hand it on with the contract.`,
      )
    }
  }
}

/** Each slot a node reads, and whether it is asked how that was decided. */
function slotsRead(node: TeamNode): { slot: string; path: string; decision: boolean }[] {
  const locals = new Set(
    kindOf(node)
      .expressions(node)
      .flatMap((expression) => expression.locals ?? []),
  )
  return readsOfNode(node).flatMap((path) => {
    const [first = '', second = ''] = path.split('.')
    if (locals.has(first)) return []
    const decision = first === 'decision'
    return [{ slot: decision ? second : first, path, decision }]
  })
}

function teamOf(
  document: TeamDocument,
  nodes: readonly TeamNode[],
  { entry, on, rejected, brings, takes }: Border,
  start: string,
  name: string,
): TeamDocument {
  const places = placesOf(document)
  const at = (id: string): Point => places.get(id) ?? { x: 0, y: 0 }
  const inside = new Set(nodes.map(({ id }) => id))
  const taken = [start, ...inside]
  const trigger: TeamNode = { ...KINDS.trigger.defaults(start, 'Start'), produces: brings.contract }
  const done: TeamNode = { ...KINDS.end.defaults(freeId('done', taken), 'Done'), accepts: takes.contract }
  const refused: TeamNode = {
    ...KINDS.end.defaults(freeId('rejected', taken), 'Rejected'),
    outcome: 'rejected',
  }
  const all = [trigger, ...nodes, done, ...(rejected.length > 0 ? [refused] : [])]
  const lowest = Math.max(...nodes.map(({ id }) => at(id).y)) + CARD.height + GAP
  const leading = ({ id, from }: Edge, to: TeamNode): Edge => ({ id, from, to: { node: to.id } })
  const named = new Set(all.flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract)))
  const within = document.edges.filter(({ from, to }) => inside.has(from.node) && inside.has(to.node))
  const groups = (document.layout.groups ?? []).filter((group) => group.nodes.every((id) => inside.has(id)))
  return {
    ...emptyDocument(name),
    goal: document.goal,
    description: `Taken out of ${document.name}.`.slice(0, 500),
    contracts: document.contracts.filter((contract) => named.has(refOf(contract))),
    nodes: all,
    edges: [
      {
        id: freeId(
          'start',
          document.edges.map(({ id }) => id),
        ),
        from: { node: start, port: 'out' },
        to: { node: entry.id },
      },
      ...within,
      ...on.map((edge) => leading(edge, done)),
      ...rejected.map((edge) => leading(edge, refused)),
    ],
    layout: {
      positions: {
        ...Object.fromEntries(nodes.map(({ id }) => [id, at(id)])),
        [start]: { x: at(entry.id).x, y: at(entry.id).y - CARD.height - GAP },
        [done.id]: { x: at(on[0]?.from.node ?? entry.id).x, y: lowest },
        ...(rejected[0] && {
          [refused.id]: { x: at(rejected[0].from.node).x + CARD.width + GAP, y: lowest },
        }),
      },
      notes: [],
      ...(groups.length > 0 && { groups }),
    },
  }
}

function replacement(
  document: TeamDocument,
  nodes: readonly TeamNode[],
  { entry, into, on, rejected, takes }: Border,
  made: { name: string; slug: string; node: string; passesOn: boolean },
): Command {
  const inside = new Set(nodes.map(({ id }) => id))
  const left = document.nodes.filter(({ id }) => !inside.has(id))
  const name = freeName(
    made.name,
    left.map((node) => node.name),
  )
  const node: TeamNode = {
    ...KINDS.team.defaults(made.node, name),
    team: made.slug,
    ...(!made.passesOn && { produces: takes.contract }),
  }
  const by = (port: string, edge: Edge | undefined): Command[] =>
    edge ? [{ type: 'edge.add', edge: { id: edge.id, from: { node: node.id, port }, to: edge.to } }] : []
  return {
    type: 'batch',
    label: `Make a team: ${made.name}`,
    commands: [
      ...nodes.map(({ id }): Command => ({ type: 'node.remove', id })),
      { type: 'node.add', node, at: placesOf(document).get(entry.id) ?? { x: 0, y: 0 } },
      ...into.map(({ id, from }): Command => ({
        type: 'edge.add',
        edge: { id, from, to: { node: node.id } },
      })),
      ...by('out', on[0]),
      ...by('rejected', rejected[0]),
    ],
  }
}
