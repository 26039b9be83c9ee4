import { refOf } from '../contract/contract'
import { jsonEquals } from '../contract/json-schema'
import type { BatchCommand, Command } from './command'
import type { Edge, TeamDocument } from './document'
import type { TeamNode } from './node'
import { reduce } from './reduce'

/**
 * The edits that make one document of another, as one step of undo: what is the same on both sides is not touched.
 * Exact but for the order of things and for places of nodes that the other document does not place.
 * @returns undefined when there is nothing to do
 */
export function commandsTo(from: TeamDocument, to: TeamDocument, label: string): BatchCommand | undefined {
  const commands: Command[] = []
  let now = from
  const act = (...made: Command[]) => {
    for (const command of made) now = reduce(now, command)
    commands.push(...made)
  }
  if (from.name !== to.name) act({ type: 'team.rename', name: to.name })
  if (from.description !== to.description) act({ type: 'team.describe', description: to.description })
  if (from.goal !== to.goal) act({ type: 'team.goal', goal: to.goal })
  if (from.purpose !== to.purpose) act({ type: 'team.purpose', purpose: to.purpose ?? null })

  // Contracts come before the nodes that name them, and go after those that did.
  const known = new Map(from.contracts.map((contract) => [refOf(contract), contract]))
  for (const contract of to.contracts)
    if (!jsonEquals(known.get(refOf(contract)) ?? null, contract)) act({ type: 'contract.put', contract })

  for (const node of from.nodes)
    if (!to.nodes.some(({ id, kind }) => id === node.id && kind === node.kind))
      act({ type: 'node.remove', id: node.id })
  for (const node of to.nodes) {
    const old = now.nodes.find(({ id }) => id === node.id)
    const at = to.layout.positions[node.id]
    if (!old) act({ type: 'node.add', node, ...(at && { at }) })
    else if (!jsonEquals(old, node)) act({ type: 'node.update', id: node.id, patch: patchTo(old, node) })
  }
  for (const contract of now.contracts)
    if (!to.contracts.some((each) => refOf(each) === refOf(contract)))
      act({ type: 'contract.remove', ref: refOf(contract) })

  // Removing and changing nodes took some handoffs along: what is missing now counts.
  for (const edge of now.edges)
    if (!to.edges.some((each) => jsonEquals(each, edge))) act({ type: 'edge.remove', id: edge.id })
  for (const edge of to.edges) if (!has(now.edges, edge)) act({ type: 'edge.add', edge })

  const positions = Object.fromEntries(
    Object.entries(to.layout.positions).filter(
      ([id, at]) =>
        now.nodes.some((node) => node.id === id) && !jsonEquals(now.layout.positions[id] ?? null, at),
    ),
  )
  if (Object.keys(positions).length > 0) act({ type: 'node.move', positions })
  for (const { id } of now.layout.notes)
    if (!to.layout.notes.some((note) => note.id === id)) act({ type: 'note.remove', id })
  for (const note of to.layout.notes)
    if (!now.layout.notes.some((each) => jsonEquals(each, note))) act({ type: 'note.put', note })

  // Frames are put last: a node that goes takes itself out of its group, and one that is put takes its nodes from others.
  const frames = (document: TeamDocument) => document.layout.groups ?? []
  for (const { id } of frames(now))
    if (!frames(to).some((group) => group.id === id)) act({ type: 'group.remove', id })
  for (const group of frames(to))
    if (!frames(now).some((each) => jsonEquals(each, group))) act({ type: 'group.put', group })

  return commands.length === 0 ? undefined : { type: 'batch', label, commands: inBatches(commands) }
}

const has = (edges: readonly Edge[], edge: Edge): boolean => edges.some(({ id }) => id === edge.id)

/** Every field that differs; null takes away what the node is not to have. */
function patchTo(old: TeamNode, now: TeamNode): Record<string, unknown> {
  const [before, after] = [new Map(Object.entries(old)), new Map(Object.entries(now))]
  return Object.fromEntries(
    [...new Set([...before.keys(), ...after.keys()])]
      .filter((key) => !jsonEquals(before.get(key) ?? null, after.get(key) ?? null))
      .map((key) => [key, after.get(key) ?? null]),
  )
}

const BATCH = 400

/** A batch holds so many commands at most, and a batch is one. */
function inBatches(commands: Command[]): Command[] {
  if (commands.length <= BATCH) return commands
  return Array.from({ length: Math.ceil(commands.length / BATCH) }, (_, index) => ({
    type: 'batch' as const,
    commands: commands.slice(index * BATCH, (index + 1) * BATCH),
  }))
}
