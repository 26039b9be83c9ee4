import { refOf } from '../contract/contract'
import { jsonEquals } from '../contract/json-schema'
import type { TeamDocument } from './document'

/** What became of one sort of thing, by id; of what changed, which fields. */
export interface Changes {
  added: string[]
  removed: string[]
  changed: { id: string; fields: string[] }[]
}

export interface DocumentDiff {
  /** Fields of the team itself. */
  team: string[]
  nodes: Changes
  edges: Changes
  /** By reference, `name@version`. */
  contracts: Changes
  notes: Changes
  groups: Changes
  /** Nodes that only stand elsewhere. */
  moved: string[]
  /** Whether a run would notice: the bundle of the two differs, or may. */
  matters: boolean
  /** Nothing at all differs. */
  same: boolean
}

/** What differs from one document to another: what a run would notice, and what is only drawn differently. */
export function diffDocuments(before: TeamDocument, after: TeamDocument): DocumentDiff {
  const team = (['name', 'description', 'goal', 'purpose'] as const).filter(
    (field) => before[field] !== after[field],
  )
  const nodes = changes(before.nodes, after.nodes, ({ id }) => id)
  const edges = changes(before.edges, after.edges, ({ id }) => id)
  const contracts = changes(before.contracts, after.contracts, refOf)
  const notes = changes(before.layout.notes, after.layout.notes, ({ id }) => id)
  const groups = changes(before.layout.groups ?? [], after.layout.groups ?? [], ({ id }) => id)
  const known = new Set(before.nodes.map(({ id }) => id))
  const moved = after.nodes
    .map(({ id }) => id)
    .filter(
      (id) =>
        known.has(id) && !jsonEquals(before.layout.positions[id] ?? null, after.layout.positions[id] ?? null),
    )
  const matters =
    team.some((field) => field !== 'description') || [nodes, edges, contracts].some((part) => !isEmpty(part))
  return {
    team,
    nodes,
    edges,
    contracts,
    notes,
    groups,
    moved,
    matters,
    same: !matters && team.length === 0 && moved.length === 0 && isEmpty(notes) && isEmpty(groups),
  }
}

function changes<T extends object>(before: T[], after: T[], idOf: (item: T) => string): Changes {
  const old = new Map(before.map((item) => [idOf(item), item]))
  const now = new Map(after.map((item) => [idOf(item), item]))
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: [...now].flatMap(([id, item]) => {
      const fields = differing(old.get(id), item)
      return fields.length > 0 ? [{ id, fields }] : []
    }),
  }
}

function differing(before: object | undefined, after: object): string[] {
  if (!before || before === after) return []
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => !jsonEquals(old[field] ?? null, now[field] ?? null),
  )
}

const isEmpty = ({ added, removed, changed }: Changes): boolean =>
  added.length + removed.length + changed.length === 0
