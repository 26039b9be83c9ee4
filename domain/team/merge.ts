import { placesChanged, puttingCommand, type PlaceChange } from './places'
import { clashesOf, putWhatHolds, type Clash } from './clash'
import type { Command, SingleCommand } from './command'
import type { TeamDocument } from './document'
import { tried, type History, type Step } from './history'

export interface Merge {
  /** What the server has, with what is put on top of it. */
  document: TeamDocument
  /** The edits that lead there from what the server has. */
  commands: Command[]
  clashes: Clash[]
  /** Nodes that have another id now than where they were drawn here, in order. */
  renamed: readonly Rename[]
}

type Rename = Extract<SingleCommand, { type: 'node.rename' | 'contract.rename' }>

/**
 * Puts edits made here on top of somebody else's that came first. Edits stay as they are where they still say the same;
 * otherwise they become the values that they came to. A node that both added under the same id is two nodes; one that was
 * given a new id by either side is the same node. What both changed differently is theirs until a person chooses.
 * @param sides `base`, what both began with; `theirs`, what the server has, and the edits that led there; `mine`, the edits
 *   made here and what they lead to
 */
export function mergeEdits({
  base,
  theirs,
  theirEdits,
  mine,
  local,
}: {
  base: TeamDocument
  theirs: TeamDocument
  theirEdits: readonly Command[]
  mine: readonly Command[]
  local: TeamDocument
}): Merge {
  if (mine.length === 0) return { document: theirs, commands: [], clashes: [], renamed: [] }
  const aligned = align({ base, theirs, local }, renamesIn(theirEdits), renamesIn(mine))
  const [apart, renamed] = tellApart(aligned)
  const wanted = placesChanged(apart.base, apart.local)
  const { document, clean, clashes } = putWhatHolds(
    apart.theirs,
    clashesOf(apart.theirs, wanted, apart.local),
  )
  const plain = clashes.length === 0 ? triedAll(theirs, mine) : undefined
  const renames = [...aligned.theirRenames, ...renamed]
  // In which order they stand is nobody's edit here.
  if (
    plain &&
    placesChanged(plain, document).every(({ id, field }) => id === undefined && field === undefined)
  )
    return { document: plain, commands: [...mine], clashes, renamed: renames }
  const commands: Command[] = [...aligned.myRenames, ...(clean.length > 0 ? [puttingCommand(clean)] : [])]
  return { document, commands, clashes, renamed: renames }
}

/** The history of what was done here, on top of what somebody else did: under the ids that things have now. */
export function historyOnto(history: History, document: TeamDocument, renamed: readonly Rename[]): History {
  const move = ({ about: _about, before: _before, ...step }: Step): Step => ({
    ...step,
    changes: renamed.reduce(
      (changes, rename) => changes.map((change) => renamedIn(change, rename)),
      step.changes,
    ),
  })
  return { document, past: history.past.map(move), future: history.future.map(move) }
}

interface Sides {
  base: TeamDocument
  theirs: TeamDocument
  local: TeamDocument
}

/** All three under the ids that both sides gave; else a new id looks like one node gone and another come. */
function align(
  sides: Sides,
  theirs: readonly Rename[],
  mine: readonly Rename[],
): Sides & { theirRenames: Rename[]; myRenames: Rename[] } {
  const [theirRenames, myRenames]: [Rename[], Rename[]] = [[], []]
  let { base, theirs: server, local } = sides
  for (const rename of theirs) {
    base = tried(base, rename) ?? base
    const next = tried(local, rename)
    if (!next) continue
    local = next
    theirRenames.push(rename)
  }
  for (const rename of mine) {
    base = tried(base, rename) ?? base
    const next = tried(server, rename)
    if (!next) continue
    server = next
    myRenames.push(rename)
  }
  return { base, theirs: server, local, theirRenames, myRenames }
}

/** Where both added something under one id that is not the same: what was added here goes by a new id. */
function tellApart(sides: Sides): [Sides, Rename[]] {
  const renamed: Rename[] = []
  const ids = (document: TeamDocument) => new Set(document.nodes.map(({ id }) => id))
  const [old, theirs] = [ids(sides.base), ids(sides.theirs)]
  let { local } = sides
  for (const { id } of sides.local.nodes) {
    if (old.has(id) || !theirs.has(id)) continue
    const twin = sides.theirs.nodes.find((node) => node.id === id)
    if (twin && JSON.stringify(twin) === JSON.stringify(sides.local.nodes.find((node) => node.id === id)))
      continue
    const to = freeAmong(id, [theirs, ids(local), old])
    const next = tried(local, { type: 'node.rename', id, to })
    if (!next) continue
    local = next
    renamed.push({ type: 'node.rename', id, to })
  }
  local = {
    ...local,
    edges: apart(sides.base.edges, sides.theirs.edges, local.edges),
    layout: {
      ...local.layout,
      notes: apart(sides.base.layout.notes, sides.theirs.layout.notes, local.layout.notes),
    },
  }
  return [{ ...sides, local }, renamed]
}

/** The same for what nothing else names: handoffs and notes. */
function apart<T extends { id: string }>(base: readonly T[], theirs: readonly T[], local: T[]): T[] {
  const old = new Set(base.map(({ id }) => id))
  const server = new Map(theirs.map((item) => [item.id, item]))
  const taken = new Set([...server.keys(), ...local.map(({ id }) => id)])
  const clash = (item: T) =>
    !old.has(item.id) && server.has(item.id) && JSON.stringify(server.get(item.id)) !== JSON.stringify(item)
  if (!local.some(clash)) return local
  return local.map((item) => {
    if (!clash(item)) return item
    const id = freeAmong(item.id, [taken])
    taken.add(id)
    return { ...item, id }
  })
}

function freeAmong(id: string, taken: readonly ReadonlySet<string>[]): string {
  const stem = id.replace(/_\d+$/, '').slice(0, 36)
  for (let n = 2; ; n++) {
    const next = `${stem}_${n}`
    if (!taken.some((ids) => ids.has(next))) return next
  }
}

function renamesIn(commands: readonly Command[]): Rename[] {
  return commands.flatMap((command): Rename[] => {
    if (command.type === 'batch') return renamesIn(command.commands)
    return command.type === 'node.rename' || command.type === 'contract.rename' ? [command] : []
  })
}

const triedAll = (document: TeamDocument, commands: readonly Command[]): TeamDocument | undefined =>
  commands.reduce<TeamDocument | undefined>(
    (current, command) => current && tried(current, command),
    document,
  )

/** A change of a step, where the node or contract it is about has another id by now. */
function renamedIn(change: PlaceChange, rename: Rename): PlaceChange {
  const [list, old, now] =
    rename.type === 'node.rename' ? ['nodes', rename.id, rename.to] : ['contracts', rename.ref, rename.to]
  const named = (id: unknown) => (id === old ? now : id)
  const value = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null || rename.type !== 'node.rename') return item
    const { id, from, to } = item as { id?: unknown; from?: { node?: unknown }; to?: { node?: unknown } }
    if (change.list === 'nodes' && change.field === undefined && id === old) return { ...item, id: now }
    if (change.list === 'edges' && change.field === undefined)
      return { ...item, from: { ...from, node: named(from?.node) }, to: { ...to, node: named(to?.node) } }
    if (change.list === 'edges' && 'node' in item) return { ...item, node: named(item.node) }
    return item
  }
  const here = change.list === list || (list === 'nodes' && change.list === 'layout.positions')
  return {
    ...change,
    ...(here && change.id === old && { id: now }),
    ...(here && change.after === old && { after: now }),
    ...(change.from !== undefined && { from: value(change.from) }),
    ...(change.to !== undefined && { to: value(change.to) }),
  }
}
