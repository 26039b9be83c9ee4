import { z } from 'zod'
import { contractSchema, refOf, type Contract } from '@/domain/contract/contract'
import { agentSchema, type Agent } from '@/domain/team/agent'
import type { Command } from '@/domain/team/command'
import { edgeSchema, groupSchema, MOST_NODES, noteSchema, type TeamDocument } from '@/domain/team/document'
import { contractsNamedBy } from '@/domain/team/kinds/registry'
import { nodeSchema, type TeamNode } from '@/domain/team/node'
import { staffOf } from '@/domain/team/staff'
import { setAt } from '@/domain/team/set-at'
import { renameNode } from '@/domain/team/rename'
import { CARD, type Point, type Rect } from '../geometry/shapes'
import { freeId, freeName } from './free-id'
import type { Selection } from './selection'

/** What is on the clipboard, as text: it can be pasted into another team, another window, or a message. */
const clipSchema = z.object({
  baton: z.literal('clip/1'),
  contracts: z.array(contractSchema),
  nodes: z.array(nodeSchema).max(MOST_NODES),
  edges: z.array(edgeSchema),
  positions: z.record(z.string(), z.object({ x: z.number(), y: z.number() })),
  notes: z.array(noteSchema).default([]),
  groups: z.array(groupSchema).default([]),
  /** What the nodes name and a workspace may lack; agents so that they can be made there. */
  agents: z.array(agentSchema).default([]),
})
export type Clip = z.infer<typeof clipSchema>

interface Pasted {
  command: Command
  selection: Selection
  /** Contracts that stand for something else here, and what they became. */
  renamed: { from: string; to: string }[]
}

/** The selected nodes and notes, the handoffs between them, and the contracts and agents they name. */
export function copySelected(
  document: TeamDocument,
  selection: Pick<Selection, 'nodes' | 'notes'>,
  { agents }: { agents: readonly Agent[] } = { agents: [] },
): Clip | undefined {
  const nodes = document.nodes.filter(({ id }) => selection.nodes.includes(id))
  const notes = document.layout.notes.filter(({ id }) => selection.notes.includes(id))
  if (nodes.length + notes.length === 0) return undefined
  const staff = new Set(nodes.flatMap(staffOf))
  const refs = new Set(nodes.flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract)))
  const inside = (id: string) => selection.nodes.includes(id)
  return {
    baton: 'clip/1',
    contracts: document.contracts.filter((contract) => refs.has(refOf(contract))),
    nodes,
    edges: document.edges.filter(({ from, to }) => inside(from.node) && inside(to.node)),
    positions: Object.fromEntries(
      Object.entries(document.layout.positions).filter(([id]) => selection.nodes.includes(id)),
    ),
    notes,
    groups: (document.layout.groups ?? []).filter((group) => group.nodes.every(inside)),
    agents: agents.filter(({ slug }) => staff.has(slug)),
  }
}

/** A clip from text; undefined when the text is something else. */
export function readClip(text: string): Clip | undefined {
  try {
    const parsed = clipSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** How far aside of what was copied its copy stands, where that is in sight. */
export const ASIDE: Point = { x: 32, y: 32 }

/** Where each card and note of a clip stood; how high a note is depends on its text. */
export const placesIn = (clip: Clip): Rect[] => [
  ...clip.nodes.map(({ id }) => ({ ...(clip.positions[id] ?? { x: 0, y: 0 }), ...CARD })),
  ...clip.notes.map(({ x, y, width }) => ({ x, y, width, height: CARD.height })),
]

/**
 * One edit that pastes a clip, under ids and names of its own, so far from where it was copied. What its nodes read of each other
 * follows. A contract that this team has with another schema is pasted as the next version.
 */
export function pasteClip(document: TeamDocument, clip: Clip, aside: Point = ASIDE): Pasted {
  let pasted: TeamDocument = {
    ...document,
    contracts: clip.contracts,
    nodes: clip.nodes,
    edges: clip.edges,
    layout: { positions: clip.positions, notes: [] },
  }
  const names = new Set(document.nodes.map(({ name }) => name))
  const ids = new Set([...document.nodes, ...clip.nodes].map(({ id }) => id))
  const idOf = new Map<string, string>()
  for (const { id, name } of clip.nodes) {
    const isTaken = document.nodes.some((node) => node.id === id)
    const to = isTaken ? freeId(id, ids) : id
    ids.add(to)
    idOf.set(id, to)
    pasted = renameNode(pasted, id, to)
    const fresh = freeName(name, names)
    names.add(fresh)
    pasted = {
      ...pasted,
      nodes: pasted.nodes.map((node) => (node.id === to ? { ...node, name: fresh } : node)),
    }
  }
  const { contracts, refs } = fitContracts(document.contracts, clip.contracts)
  const edges = pasted.edges.map((edge, index) => ({
    ...edge,
    id: freeId(
      `${edge.from.node}_${edge.from.port}_${edge.to.node}_${index}`,
      document.edges.map(({ id }) => id),
    ),
  }))
  const noteIds = new Set(document.layout.notes.map(({ id }) => id))
  const notes = clip.notes.map((note) => {
    const id = freeId('note', noteIds)
    noteIds.add(id)
    return { ...note, id, x: note.x + aside.x, y: note.y + aside.y }
  })
  const groupIds = new Set((document.layout.groups ?? []).map(({ id }) => id))
  const groups = clip.groups.map((group) => {
    const id = freeId('group', groupIds)
    groupIds.add(id)
    return { ...group, id, nodes: group.nodes.map((node) => idOf.get(node) ?? node) }
  })
  const commands: Command[] = [
    ...contracts.map((contract): Command => ({ type: 'contract.put', contract })),
    ...pasted.nodes.map((node): Command => {
      const at = pasted.layout.positions[node.id] ?? { x: 0, y: 0 }
      return { type: 'node.add', node: withRefs(node, refs), at: { x: at.x + aside.x, y: at.y + aside.y } }
    }),
    ...edges.map((edge): Command => ({ type: 'edge.add', edge })),
    ...notes.map((note): Command => ({ type: 'note.put', note })),
    ...groups.map((group): Command => ({ type: 'group.put', group })),
  ]
  return {
    command: { type: 'batch', label: `Paste ${pasted.nodes.length + notes.length} things`, commands },
    selection: {
      nodes: pasted.nodes.map(({ id }) => id),
      edges: [],
      notes: notes.map(({ id }) => id),
      groups: [],
    },
    renamed: [...refs].map(([from, to]) => ({ from, to })),
  }
}

function fitContracts(
  own: readonly Contract[],
  pasted: readonly Contract[],
): { contracts: Contract[]; refs: Map<string, string> } {
  const contracts: Contract[] = []
  const refs = new Map<string, string>()
  for (const contract of pasted) {
    const twin = own.find((other) => refOf(other) === refOf(contract))
    if (!twin) contracts.push(contract)
    else if (JSON.stringify(twin.schema) !== JSON.stringify(contract.schema)) {
      const version =
        Math.max(...own.filter(({ name }) => name === contract.name).map((each) => each.version)) + 1
      refs.set(refOf(contract), `${contract.name}@${version}`)
      contracts.push({ ...contract, version })
    }
  }
  return { contracts, refs }
}

function withRefs(node: TeamNode, refs: ReadonlyMap<string, string>): TeamNode {
  return contractsNamedBy(node).reduce((changed, { pointer, contract }) => {
    const other = refs.get(contract)
    return other === undefined ? changed : setAt(changed, pointer, other)
  }, node)
}
