import type { ExpressionScope } from '../../expression/check'
import { arrivingAt, leavesToReturn } from '../carry'
import { reachableNodes, type Compilation } from '../checks/check'
import { readsIn } from '../checks/reads-in'
import type { NodeExpression } from '../kinds/kind'
import { kindOf, slotsOf } from '../kinds/registry'
import { fieldIn, itemIn, leavesIn, type Made } from '../made'
import { madeAt } from '../made-at'
import { madeBy } from '../made-by'
import type { TeamNode } from '../node'
import { isStaffed, staffOf, type StaffedNode } from '../staff'
import { decidedBy, doneFor } from './behind'
import { unseenAt } from './unseen'
import { holdsWords, placeWithin } from './words'

/** What is not to be trusted about a value, by the nodes it comes from. */
export interface Taint {
  /** Where words came in that nobody has checked, and that may stand in it. */
  words: ReadonlySet<string>
  /** Where such words chose the way on which it was written. */
  chosen: ReadonlySet<string>
}

/** A condition that such words decide, and the nodes whose turn hangs on it. */
interface Condition extends Taint {
  node: TeamNode
  expression: NodeExpression
  decides: ReadonlySet<string>
}

export interface Trust {
  /** What is not to be trusted of all that an expression uses at a node. */
  of(node: TeamNode, expression: NodeExpression): Taint & { paths: string[] }
  conditions: readonly Condition[]
}

const CLEAN: Taint = { words: new Set(), chosen: new Set() }

export const isTainted = ({ words, chosen }: Taint): boolean => words.size + chosen.size > 0

/**
 * Which values unchecked words from outside may have made. Labels flow with the data (what an agent answers bears those
 * of all it was shown, what is mapped or gathered those of what it is made of) and with the ways that were taken: what is
 * written behind a condition on such words bears the condition, until its ways meet again. A label ends where a contract
 * leaves no words (a listed value, a number, an id), or where a person has approved. Least solution, by iteration over
 * the lattice of sets of nodes. (Denning 1976; implicit flows: Denning and Denning 1977.)
 */
export function trustOf(team: Compilation): Trust {
  const { graph, scope } = team
  const nodes = reachableNodes(team)
  const unseen = unseenAt(graph)
  const decides = decidedBy(graph)
  const labels = new Map<string, { words: Set<string>; chosen: Set<string> }>()
  const writers = new Map(nodes.flatMap((node) => slotsOf(node).map((slot) => [slot, node] as const)))
  const readAt = placesOf(scope)
  const shown = new Map(nodes.filter(isStaffed).map((node) => [node.id, shownTo(team, node).map(readAt)]))
  const saw = new Map<string, Taint>()
  const made = new Map(nodes.map((node) => [node.id, madeAt(team, node)]))
  const used = new Map<NodeExpression, Place[]>()
  const tested = nodes.flatMap((node) => conditionsOf(node).map((expression) => ({ node, expression })))
  let conditions: Condition[] = []

  let grown = true
  while (grown) {
    grown = false
    conditions = tested.flatMap(({ node, expression }) => {
      const taint = of(node, expression)
      return isTainted(taint) ? [{ ...taint, node, expression, decides: hanging(node, expression) }] : []
    })
    for (const node of nodes) {
      const chosen = conditions.filter((one) => one.decides.has(node.id)).map((one) => one.node.id)
      const here = isStaffed(node) ? seenBy(node) : CLEAN
      saw.set(node.id, here)
      for (const slot of slotsOf(node)) add(slot, brings(node, here), [...here.chosen, ...chosen])
      // Who reviews may amend what it lets through.
      if (isStaffed(node) && kindOf(node).isGate)
        for (const { slot } of arrivingAt(graph, team.carried, node.id)) add(slot, here.words, here.chosen)
    }
  }
  return { of, conditions }

  function hanging({ id }: TeamNode, { gives }: NodeExpression): ReadonlySet<string> {
    return gives === 'list' ? doneFor(graph, id) : decides(id)
  }

  function add(slot: string, words: Iterable<string>, chosen: Iterable<string>): void {
    const label = labels.get(slot) ?? { words: new Set<string>(), chosen: new Set<string>() }
    const before = label.words.size + label.chosen.size
    for (const one of words) label.words.add(one)
    for (const one of chosen) label.chosen.add(one)
    labels.set(slot, label)
    grown ||= label.words.size + label.chosen.size > before
  }

  function of(node: TeamNode, expression: NodeExpression): Taint & { paths: string[] } {
    const places = used.get(expression) ?? pathsOf(team, node, expression).map(readAt)
    used.set(expression, places)
    const tainted = places.flatMap((place) => {
      const taint = at(node.id, place)
      return isTainted(taint) ? [{ path: place.path, taint }] : []
    })
    return { ...joined(tainted.map(({ taint }) => taint)), paths: tainted.map(({ path }) => path) }
  }

  /** What may stand at a place of the state when a node is come to. */
  function at(node: string, { slot, names, words }: Place, within: readonly string[] = []): Taint {
    if (!unseen(node, slot)) return CLEAN
    const chosen = labels.get(slot)?.chosen ?? CLEAN.chosen
    return { words: words ? wordsAt(slot, names, within) : CLEAN.words, chosen }
  }

  function wordsAt(slot: string, names: readonly string[], within: readonly string[]): ReadonlySet<string> {
    const own = labels.get(slot)?.words ?? CLEAN.words
    const writer = writers.get(slot)
    const whole = writer && made.get(writer.id)
    if (!whole || within.includes(slot)) return own
    const leaves = leavesIn(partOf(whole, names) ?? whole)
    const from = leaves.map(({ path }) => at(writer.id, readAt(path), [...within, slot]).words)
    return new Set([...own, ...from.flatMap((words) => [...words])])
  }

  /** What an agent is shown at a node, and told in words by who sends it back. */
  function seenBy(node: StaffedNode): Taint {
    const views = (shown.get(node.id) ?? []).map((place) => at(node.id, place))
    const told = graph
      .into(node.id)
      .filter((edge) => leavesToReturn(graph, edge))
      .flatMap((edge) => {
        const source = graph.nodes.get(edge.from.node)
        if (!source) return []
        const words = kindOf(source)
          .expressions(source)
          .filter(({ tells }) => tells === edge.from.port)
        return [saw.get(source.id) ?? CLEAN, ...words.map((expression) => of(source, expression))]
      })
    return joined([...views, ...told])
  }

  /** Whose words a node's own slots may hold, as far as the engine does not make them of others' values. */
  function brings(node: TeamNode, here: Taint): Iterable<string> {
    if (isStaffed(node)) return readsByTools(team, node) ? [...here.words, node.id] : here.words
    return made.get(node.id) ? [] : [node.id]
  }
}

/** A place of the state, and whether its contract leaves room for words there. */
interface Place {
  path: string
  slot: string
  names: string[]
  words: boolean
}

/** Looks each path up once. */
function placesOf(scope: ExpressionScope): (path: string) => Place {
  const known = new Map<string, Place>()
  return (path) => {
    const kept = known.get(path)
    if (kept) return kept
    const [first = '', ...rest] = path.split('.')
    const [slot = '', names] = first === 'decision' ? [rest[0], rest.slice(1)] : [first, rest]
    const schema = scope[first]
    const at = schema === undefined ? undefined : placeWithin(schema, rest)
    const place = { path, slot, names, words: !at || holdsWords(at) }
    known.set(path, place)
    return place
  }
}

const joined = (taints: readonly Taint[]): Taint => ({
  words: new Set(taints.flatMap(({ words }) => [...words])),
  chosen: new Set(taints.flatMap(({ chosen }) => [...chosen])),
})

/** What decides the way a node is left by, or which items it goes through. */
const conditionsOf = (node: TeamNode): NodeExpression[] =>
  kindOf(node)
    .expressions(node)
    .filter(({ gives }) => gives === 'bool' || gives === 'list')

/** The paths that an expression uses; of one that gives a list, those by which its items are chosen. */
function pathsOf({ scope }: Compilation, { id }: TeamNode, expression: NodeExpression): string[] {
  if (expression.gives === 'list') {
    const made = madeBy(expression.source, scope)
    return made ? choosersIn(made) : []
  }
  return readsIn(expression)
    .filter(({ whole }) => whole)
    .map(({ path: [first = '', ...rest] }) =>
      // What an orchestrator's rules call `task` stands in a slot of its own.
      [expression.locals?.includes(first) ? `${id}_${first}` : first, ...rest].join('.'),
    )
}

function choosersIn(made: Made): string[] {
  switch (made.is) {
    case 'fields':
      return [...made.of.values()].flatMap(choosersIn)
    case 'items':
    case 'either':
      return made.of.flatMap(choosersIn)
    case 'place':
      return made.by.map(({ path }) => path)
    case 'one':
      return []
  }
}

const partOf = (made: Made, names: readonly string[]): Made | undefined =>
  names.reduce<Made | undefined>(
    (part, name) => part && (name === '*' ? itemIn(part) : fieldIn(part, name)),
    made,
  )

/** The paths that an agent is shown clearly at a node, whoever works there. */
function shownTo({ views, fallbackViews }: Compilation, { id }: StaffedNode): string[] {
  const fields = [views[id], fallbackViews[id]].flatMap((view) => view?.fields ?? [])
  return fields.filter(({ visibility }) => visibility === 'clear').map(({ path }) => path)
}

/** What a tool reads comes from another system. */
const readsByTools = ({ agents }: Compilation, node: StaffedNode): boolean =>
  !kindOf(node).unstaffed?.(node) && staffOf(node).some((slug) => (agents.get(slug)?.tools.length ?? 0) > 0)
