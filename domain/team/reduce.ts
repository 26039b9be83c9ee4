import { refOf } from '../contract/contract'
import { putChanges } from './places'
import { CommandError, type Command, type SingleCommand } from './command'
import { MOST, type Edge, type TeamDocument } from './document'
import { withGroup, withGroups, withoutMember } from './groups'
import { kindOf } from './kinds/registry'
import { renameContract, renameNode } from './rename'
import { nodeSchema, type TeamNode } from './node'
import { pointerOf } from '../pointer'

/**
 * The document after a command. Pure; parts that do not change are shared with the document given.
 * @throws CommandError with a pointer into the command when it does not apply
 */
export function reduce(document: TeamDocument, command: Command): TeamDocument {
  if (command.type !== 'batch') return apply[command.type](document, command as never)
  return command.commands.reduce((current, one, i) => {
    try {
      return reduce(current, one)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      throw new CommandError(`/commands/${i}${error.pointer}`, error.message)
    }
  }, document)
}

type Apply = {
  [T in SingleCommand['type']]: (
    document: TeamDocument,
    command: Extract<SingleCommand, { type: T }>,
  ) => TeamDocument
}

const apply: Apply = {
  'team.rename': (document, { name }) => ({ ...document, name }),
  'team.describe': (document, { description }) => ({ ...document, description }),
  'team.goal': (document, { goal }) => ({ ...document, goal }),
  'team.purpose': ({ purpose: _old, ...document }, { purpose }) =>
    purpose === null ? document : { ...document, purpose },

  'node.add': (document, { node, at }) => {
    if (document.nodes.some(({ id }) => id === node.id))
      throw new CommandError('/node/id', `There is already a node "${node.id}".`)
    assertRoom('nodes', document.nodes)
    const added = { ...document, nodes: [...document.nodes, node] }
    return at ? withPositions(added, { [node.id]: at }) : added
  },

  'node.update': (document, { id, patch }) => {
    const node = nodeOf(document, id, '/id')
    const after = updated(node, patch)
    return {
      ...document,
      nodes: replaced(document.nodes, node, after),
      edges: followPorts(document.edges, node, after),
    }
  },

  'node.rename': (document, { id, to }) => {
    nodeOf(document, id, '/id')
    if (id !== to && document.nodes.some((node) => node.id === to))
      throw new CommandError('/to', `There is already a node "${to}".`)
    return renameNode(document, id, to)
  },

  'node.remove': (document, { id }) => {
    const node = nodeOf(document, id, '/id')
    const { [id]: _gone, ...positions } = document.layout.positions
    return {
      ...document,
      nodes: document.nodes.filter((other) => other !== node),
      edges: keep(document.edges, (edge) => edge.from.node !== id && edge.to.node !== id),
      layout: { ...withoutMember(document.layout, id), positions },
    }
  },

  'node.move': (document, { positions }) => {
    for (const id of Object.keys(positions)) nodeOf(document, id, pointerOf(['positions', id]))
    return withPositions(document, positions)
  },

  'edge.add': (document, { edge }) => {
    if (document.edges.some(({ id }) => id === edge.id))
      throw new CommandError('/edge/id', `There is already a handoff "${edge.id}".`)
    assertRoom('edges', document.edges)
    assertConnects(document, edge, '/edge')
    return { ...document, edges: [...document.edges, edge] }
  },

  'edge.remove': (document, { id }) => {
    const edge = edgeOf(document, id)
    return { ...document, edges: document.edges.filter((other) => other !== edge) }
  },

  'edge.reconnect': (document, { id, from, to }) => {
    const edge = edgeOf(document, id)
    const moved: Edge = { ...edge, ...(from && { from }), ...(to && { to }) }
    assertConnects(document, moved, '')
    return { ...document, edges: replaced(document.edges, edge, moved) }
  },

  'contract.put': (document, { contract }) => {
    const old = document.contracts.find((other) => refOf(other) === refOf(contract))
    if (!old) assertRoom('contracts', document.contracts)
    const contracts = old ? replaced(document.contracts, old, contract) : [...document.contracts, contract]
    return { ...document, contracts }
  },

  'contract.remove': (document, { ref }) => {
    assertContract(document, ref)
    return { ...document, contracts: document.contracts.filter((contract) => refOf(contract) !== ref) }
  },

  'contract.rename': (document, { ref, to }) => {
    assertContract(document, ref)
    if (ref !== to && document.contracts.some((contract) => refOf(contract) === to))
      throw new CommandError('/to', `There is already a contract ${to}.`)
    return renameContract(document, ref, to)
  },

  'note.put': (document, { note }) => {
    const old = document.layout.notes.find(({ id }) => id === note.id)
    if (!old) assertRoom('notes', document.layout.notes)
    const notes = old ? replaced(document.layout.notes, old, note) : [...document.layout.notes, note]
    return { ...document, layout: { ...document.layout, notes } }
  },

  'note.remove': (document, { id }) => {
    const notes = document.layout.notes.filter((note) => note.id !== id)
    if (notes.length === document.layout.notes.length)
      throw new CommandError('/id', `There is no note "${id}".`)
    return { ...document, layout: { ...document.layout, notes } }
  },

  'group.put': (document, { group }) => {
    const others = (document.layout.groups ?? []).filter(({ id }) => id !== group.id)
    assertRoom('groups', others)
    group.nodes.forEach((id, i) => nodeOf(document, id, `/group/nodes/${i}`))
    return { ...document, layout: withGroup(document.layout, group) }
  },

  'group.remove': (document, { id }) => {
    const groups = document.layout.groups ?? []
    if (!groups.some((group) => group.id === id)) throw new CommandError('/id', `There is no group "${id}".`)
    const left = groups.filter((group) => group.id !== id)
    return { ...document, layout: withGroups(document.layout, left) }
  },

  'parts.put': (document, { changes }) => putChanges(document, changes),
}

function updated(node: TeamNode, patch: Record<string, unknown>): TeamNode {
  for (const key of ['id', 'kind'])
    if (key in patch) throw new CommandError(`/patch/${key}`, `A node's ${key} is not a field to set.`)
  const fields: Record<string, unknown> = { ...node, ...patch }
  for (const key of Object.keys(patch)) if (patch[key] === null) delete fields[key]
  const parsed = nodeSchema.safeParse(fields)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CommandError(pointerOf(['patch', ...(issue?.path ?? [])]), issue?.message ?? 'It is not valid.')
  }
  for (const key of Object.keys(patch))
    if (patch[key] !== null && !Object.hasOwn(parsed.data, key))
      throw new CommandError(pointerOf(['patch', key]), `A ${node.kind} node has no field "${key}".`)
  return parsed.data
}

/** Handoffs follow a way out that got a new name, and go with one that is gone. */
function followPorts(edges: Edge[], before: TeamNode, after: TeamNode): Edge[] {
  const [old, now] = [before, after].map((node) =>
    kindOf(node)
      .ports(node)
      .map(({ id }) => id),
  ) as [string[], string[]]
  const gone = old.filter((port) => !now.includes(port))
  if (gone.length === 0) return edges
  const renamed =
    gone.length === 1 && old.length === now.length ? now[old.indexOf(gone[0] as string)] : undefined
  return edges.flatMap((edge) => {
    if (edge.from.node !== before.id || !gone.includes(edge.from.port)) return [edge]
    return renamed === undefined ? [] : [{ ...edge, from: { ...edge.from, port: renamed } }]
  })
}

function assertConnects(document: TeamDocument, edge: Edge, at: string): void {
  const from = nodeOf(document, edge.from.node, `${at}/from/node`)
  const to = nodeOf(document, edge.to.node, `${at}/to/node`)
  if (from === to) throw new CommandError(`${at}/to/node`, `"${from.name}" cannot hand over to itself.`)
  const ports = kindOf(from).ports(from)
  if (!ports.some(({ id }) => id === edge.from.port))
    throw new CommandError(`${at}/from/port`, `"${from.name}" has no way out named "${edge.from.port}".`)
  if (!kindOf(to).takesIn)
    throw new CommandError(`${at}/to/node`, `Nothing leads into "${to.name}": a run begins there.`)
  const twin = document.edges.some(
    (other) =>
      other.id !== edge.id &&
      other.from.node === from.id &&
      other.from.port === edge.from.port &&
      other.to.node === to.id,
  )
  if (twin) throw new CommandError(at || '/id', 'There is already a handoff between these two.')
}

function assertRoom(list: keyof typeof MOST, items: readonly unknown[]): void {
  if (items.length < MOST[list]) return
  const what = list === 'edges' ? 'handoffs' : list
  throw new CommandError(
    '',
    `A team has at most ${MOST[list]} ${what}: take some away, or make a team of a part.`,
  )
}

function nodeOf(document: TeamDocument, id: string, pointer: string): TeamNode {
  const node = document.nodes.find((other) => other.id === id)
  if (!node) throw new CommandError(pointer, `There is no node "${id}".`)
  return node
}

function edgeOf(document: TeamDocument, id: string): Edge {
  const edge = document.edges.find((other) => other.id === id)
  if (!edge) throw new CommandError('/id', `There is no handoff "${id}".`)
  return edge
}

function assertContract(document: TeamDocument, ref: string): void {
  if (!document.contracts.some((contract) => refOf(contract) === ref))
    throw new CommandError('/ref', `There is no contract ${ref}.`)
}

function withPositions(document: TeamDocument, positions: TeamDocument['layout']['positions']): TeamDocument {
  return {
    ...document,
    layout: { ...document.layout, positions: { ...document.layout.positions, ...positions } },
  }
}

const replaced = <T>(list: T[], old: T, item: T): T[] => list.map((other) => (other === old ? item : other))

/** The same list where nothing goes, so that what does not change stays the same object. */
function keep<T>(list: T[], stays: (item: T) => boolean): T[] {
  return list.every(stays) ? list : list.filter(stays)
}
