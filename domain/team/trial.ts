import { checkCandidates, type CheckValue } from './trial-values'
import type { Problem } from '../problem'
import { pointerOf } from '../pointer'
import type { Bundle, BundleEdge, TrialPart, TrialPin } from './bundle'
import { leadsOnTo } from './carry'
import type { Pin, TeamCase } from './case'
import type { TeamDocument } from './document'
import { graphOf, walk, type Graph } from './graph'
import type { Port } from './kinds/common'
import { beginsLane, handedOnBy, kindOf, readsOfNode, slotsOf } from './kinds/registry'
import type { TeamNode } from './node'
import { onEveryPath } from './on-every-path'

/** What is tried: a test case without what is expected of it. */
export type Tried = Pick<TeamCase, 'input' | 'pins' | 'from' | 'to'>

export type TrialPlan = { bundle: Bundle; problems?: never } | { bundle?: never; problems: Problem[] }

/**
 * A draft's bundle with the part of it that is tried: pinned nodes hand on what they are given, and where the part begins
 * later, the run goes from the trigger over the pins straight to it. Whatever would make the run stumble over a pin is
 * said here, before anything starts, with pointers into the case.
 * @param document what the bundle was compiled from
 */
export function planTrial(
  bundle: Bundle,
  document: TeamDocument,
  tried: Tried,
  check: CheckValue,
): TrialPlan {
  const graph = graphOf(document)
  const unknown = placesOf(tried).filter(({ id }) => !graph.reachable.has(id))
  if (unknown.length > 0) return { problems: unknown.map((place) => noSuchNode(place, graph)) }
  const entry = bundle.entry
  const from = tried.from === entry ? undefined : tried.from
  const part = partOf(graph, from ?? entry, tried.to)
  const pins = Object.entries(tried.pins ?? {})
  // In the order in which a run comes to them.
  const order = [...walk([entry], (id) => leadsOnTo(graph, id))]
  const before = from === undefined ? [] : order.filter((id) => !part.has(id) && tried.pins?.[id])
  const planned = pins.map(([id, pin]) => {
    const node = graph.nodes.get(id) as TeamNode
    return {
      id,
      ...planPin(node, pin, before.includes(id), (value, refs) =>
        checkCandidates(bundle, refs, value, check),
      ),
    }
  })
  const given = new Set(planned.flatMap(({ pin }) => (pin?.slot === undefined ? [] : [pin.slot])))
  const problems = [
    ...inputProblems(bundle, tried.input, check),
    ...planned.flatMap(({ problems }) => problems),
    ...lanesProblems(graph, from, tried.to, entry),
    ...(tried.to !== undefined && !part.has(tried.to) ? [neverReached(graph, tried.to, from ?? entry)] : []),
    ...(from === undefined
      ? []
      : unread(graph, part, { from, given, pinned: new Set(Object.keys(tried.pins ?? {})) })),
  ]
  const arrives = from === undefined ? undefined : arrivingFrom(bundle, from, new Set([...given, entry]))
  if (from !== undefined && !arrives) {
    const nothing = nothingArrives(graph, bundle, from)
    if (!problems.some(({ expected }) => expected === nothing.expected)) problems.push(nothing)
  }
  if (problems.length > 0) return { problems }
  const trial: TrialPart = {
    pins: Object.fromEntries(planned.flatMap(({ id, pin }) => (pin ? [[id, pin] as const] : []))),
    before,
    ...(from !== undefined && { from }),
    ...(tried.to !== undefined && { to: tried.to }),
  }
  return {
    bundle: {
      ...bundle,
      trial,
      ...(from !== undefined &&
        arrives && { next: { ...bundle.next, ...straightTo(from, arrives, trial, entry) } }),
    },
  }
}

const placesOf = ({ pins, from, to }: Tried) => [
  ...Object.keys(pins ?? {}).map((id) => ({ id, pointer: pointerOf(['pins', id]) })),
  ...(from === undefined ? [] : [{ id: from, pointer: '/from' }]),
  ...(to === undefined ? [] : [{ id: to, pointer: '/to' }]),
]

const noSuchNode = ({ id, pointer }: { id: string; pointer: string }, { nodes }: Graph): Problem => {
  const node = nodes.get(id)
  return {
    pointer,
    message: node ? `No run comes to "${node.name}".` : `There is no step "${id}" in this team.`,
    expected: 'a step that a run can come to',
  }
}

/** The steps that may be carried out: whatever is led on to, up to the last one. */
export const partOf = (graph: Graph, from: string, to: string | undefined): Set<string> =>
  walk([from], (id) => (id === to ? [] : leadsOnTo(graph, id)))

function inputProblems(bundle: Bundle, input: unknown, check: CheckValue): Problem[] {
  const trigger = bundle.nodes[bundle.entry]
  const ref = trigger && kindOf(trigger).produces(trigger)
  return checkCandidates(bundle, ref === undefined ? [] : [ref], input, check).map((problem) => ({
    ...problem,
    pointer: `/input${problem.pointer}`,
  }))
}

/** The ways that a pinned node may take: neither one that goes back, which it would take each time, nor a lane. */
export const waysToPin = (node: TeamNode): Port[] =>
  kindOf(node).takesIn
    ? kindOf(node)
        .ports(node)
        .filter((way) => !way.returns && !beginsLane(node, way.id))
    : []

type CheckOutput = (value: unknown, contracts: (string | undefined)[]) => Problem[]

/** @param isBefore whether it only hands on what the part reads */
function planPin(
  node: TeamNode,
  pin: Pin,
  isBefore: boolean,
  check: CheckOutput,
): { pin?: TrialPin; problems: Problem[] } {
  const at = ['pins', node.id]
  const refuse = (message: string, ...path: string[]) => ({
    problems: [{ pointer: pointerOf([...at, ...path]), message }],
  })
  const kind = kindOf(node)
  if (!kind.takesIn) return refuse(`"${node.name}" begins the run: what it hands over is the input.`)
  const ways = isBefore ? kind.ports(node) : waysToPin(node)
  if (ways.length === 0)
    return refuse(
      kind.opens
        ? `"${node.name}" splits the path: pin what comes before or after it.`
        : `"${node.name}" hands on nothing.`,
    )
  const chosen = wayOf(node, pin, ways)
  if (pin.port !== undefined && !chosen)
    return refuse(
      kind.ports(node).some(({ id }) => id === pin.port)
        ? `"${node.name}" cannot be pinned to this way: it would be taken each time.`
        : `"${node.name}" has no way "${pin.port}": it has ${ways.map(({ id }) => id).join(', ')}.`,
      'port',
    )
  if (!chosen) return refuse(`Say which way "${node.name}" takes: ${ways.map(({ id }) => id).join(', ')}.`)
  const hands = handedOnBy(node, chosen.id)
  const [first] = hands
  const gives = 'output' in pin && pin.output !== undefined
  if (!first) return { pin: { port: chosen.id, ...(gives && { output: pin.output }) }, problems: [] }
  if (!gives) return refuse(`Say what "${node.name}" hands on.`)
  const problems = check(
    pin.output,
    hands.map(({ contract }) => contract),
  ).map((problem) => ({ ...problem, pointer: pointerOf([...at, 'output']) + problem.pointer }))
  return { pin: { port: chosen.id, slot: first.slot, output: pin.output }, problems }
}

/** The way a pin takes: as it says, else the only one, else the usual one. */
function wayOf<W extends { id: string }>(node: TeamNode, pin: Pin, ways: readonly W[]): W | undefined {
  if (pin.port !== undefined) return ways.find(({ id }) => id === pin.port)
  return (
    ways.find(({ id }) => id === 'out') ??
    (ways.length === 1 ? ways[0] : ways.find(({ id }) => 'output' in pin && handedOnBy(node, id).length > 0))
  )
}

/** A part begins and ends in the same lanes, as splits do: nothing would bring its tokens together. */
function lanesProblems(
  graph: Graph,
  from: string | undefined,
  to: string | undefined,
  entry: string,
): Problem[] {
  const place = (id: string | undefined) =>
    (id === undefined ? [] : graph.lanes.of(id)).map(({ opener, port }) => `${opener}.${port}`).join('/')
  if (place(from) === place(to)) return []
  const inside = place(from).length >= place(to).length ? from : to
  const opener = graph.lanes.of(inside ?? entry).at(-1)?.opener ?? ''
  const name = (id: string) => graph.nodes.get(id)?.name ?? id
  return [
    {
      pointer: inside === from ? '/from' : '/to',
      message: `"${name(inside ?? '')}" is one of several paths at once, after "${name(opener)}": a part begins and ends within the same path.`,
      expected:
        inside === from
          ? `a part that ends within the path, or begins at "${name(opener)}"`
          : 'a part that begins within the path, or ends where the paths are together again',
    },
  ]
}

const neverReached = ({ nodes }: Graph, to: string, from: string): Problem => ({
  pointer: '/to',
  message: `No path leads from "${nodes.get(from)?.name ?? from}" to "${nodes.get(to)?.name ?? to}".`,
  expected: 'a step that comes later',
})

/** What the part surely reads and nobody before it hands on. */
function unread(
  graph: Graph,
  part: ReadonlySet<string>,
  { from, given, pinned }: { from: string; given: ReadonlySet<string>; pinned: ReadonlySet<string> },
): Problem[] {
  const writes = (id: string, port: string): string[] => {
    const node = graph.nodes.get(id)
    return node ? handedOnBy(node, port).map(({ slot }) => slot) : []
  }
  const surely = onEveryPath(graph, writes)
  const inPart = new Set(
    [...part].flatMap((id) => graph.out(id).flatMap(({ from: source }) => writes(id, source.port))),
  )
  const found = new Map<string, Problem>()
  for (const id of part) {
    const node = graph.nodes.get(id)
    if (!node || pinned.has(id)) continue
    for (const path of readsOfNode(node)) {
      const [slot = ''] = path.split('.')
      const writer = writerOf(graph, slot)
      if (!writer || slot === graph.entry || given.has(slot) || found.has(slot)) continue
      if (inPart.has(slot) && !(id === from)) continue
      if (!surely.get(id)?.has(slot)) continue
      found.set(slot, {
        pointer: '/pins',
        message: `"${node.name}" reads what "${writer.name}" hands on, which comes before: pin "${writer.name}".`,
        expected: `a pin for ${writer.id}`,
      })
    }
  }
  return [...found.values()]
}

/** The handoff that leads to where the part begins, of those whose value is there; what is pinned before what is not. */
function arrivingFrom(bundle: Bundle, from: string, there: ReadonlySet<string>): BundleEdge | undefined {
  const into = Object.values(bundle.next)
    .flat()
    .filter((edge) => edge.to === from && !edge.returns && there.has(edge.carries.slot))
  return into.find(({ carries }) => carries.slot !== bundle.entry) ?? into[0]
}

/** Who hands on what stands in a slot. */
const writerOf = ({ nodes }: Graph, slot: string): TeamNode | undefined =>
  [...nodes.values()].find((one) => slotsOf(one).includes(slot))

function nothingArrives(graph: Graph, bundle: Bundle, from: string): Problem {
  const name = (id: string) => graph.nodes.get(id)?.name ?? id
  const slots = Object.values(bundle.next)
    .flat()
    .filter((edge) => edge.to === from && !edge.returns)
    .map(({ carries }) => carries.slot)
  const [slot = ''] = slots
  const writer = graph.nodes.has(slot) ? slot : (writerOf(graph, slot)?.id ?? slot)
  return {
    pointer: '/pins',
    message: `"${name(from)}" takes up what "${name(writer)}" hands on: pin "${name(writer)}".`,
    expected: `a pin for ${writer}`,
  }
}

/** From the trigger over each pin before the part to where it begins; all hand on what is taken up there. */
function straightTo(
  from: string,
  arrives: BundleEdge,
  { before, pins }: TrialPart,
  entry: string,
): Record<string, BundleEdge[]> {
  const stops = [entry, ...before]
  return Object.fromEntries(
    stops.map((id, i) => {
      const to = stops[i + 1] ?? from
      const port = pins[id]?.port ?? 'out'
      return [id, [{ id: arrives.id, port, to, carries: arrives.carries }]]
    }),
  )
}
