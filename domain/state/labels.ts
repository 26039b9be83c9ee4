import { strictest } from '../expression/schema-shape'
import type { Category, Classification } from '../policy/classification'
import { isWithin, leavesOf } from '../policy/compile-view'
import type { PlannedStep } from '../run/history'
import type { DecidedGate } from '../run/step'
import { arrivingAt } from '../team/carry'
import type { NodeExpression } from '../team/kinds/kind'
import { handedOnBy, kindOf } from '../team/kinds/registry'
import type { Lane } from '../team/lanes'
import { leavesIn } from '../team/made'
import type { TeamNode } from '../team/node'
import { isStaffed, type StaffedNode } from '../team/staff'
import type { Flow } from '../team/trust/flow-of'
import { CLEAN, isTainted, joined, partOf, readsByTools, type Place, type Taint } from '../team/trust/flows'

/** An activation as labels need it: how it ended, and whether somebody else's words stand for what it wrote. */
export interface FlowStep extends PlannedStep {
  feedback?: Pick<DecidedGate, 'reviewId' | 'edited' | 'unseen'> | null
}

/** What is known of a place of the state. */
export interface Label {
  /** Who may see it: the strictest of its contract's fields there; undefined where one is not classified. */
  classification: Classification | undefined
  categories: Category[]
  trusted: boolean
  /** Nodes at which the words came in that may stand in it, and those at which such words chose that it was written. */
  sources: string[]
}

/** What is not to be trusted in a run, as its history has it. Each is asked at the node that is to be done next. */
export interface Labels {
  at(node: string, path: string): Taint
  /** Of all that an expression uses, with the paths that are tainted. */
  of(node: TeamNode, expression: NodeExpression): Taint & { paths: string[] }
  /** Of what an agent is shown and told there. */
  shown(node: StaffedNode): Taint
  /** Of what an agent has read at a node, by tools too, on every visit that no person has approved since. */
  read(node: StaffedNode, reader: string): Taint
  /** The conditions on such words by which the run came here. */
  decided(node: string): ReadonlySet<string>
}

/** One value of a slot. */
interface Write {
  /** From which step on it stands there. */
  since: number
  /** Since when what is said in it is as it is: an approval after that is of it. */
  at: number
  node: string
  words: ReadonlySet<string>
  chosen: ReadonlySet<string>
  /** The words of parts of it, once asked for. */
  parts: Map<string, ReadonlySet<string>>
}

interface Approval {
  at: number
  lanes: readonly Lane[]
  /** What of the state was not shown to whoever gave it. */
  unseen: readonly string[]
}

interface Tested {
  at: number
  node: string
  decides: ReadonlySet<string>
}

/**
 * The labels of a run's state after these steps: the proof's own rules (domain/team/trust/trust.ts), followed along the one
 * path that was taken instead of along all that could be. So a label is never above the proof's, and below it where an
 * approval was given, a way was not taken, or a person wrote in an agent's place. What is done once for each item is not in
 * the history that is read outside of it: there the proof's labels stand.
 * @param steps as a token reads them, in the order in which they were committed
 */
export function labelsAfter(flow: Flow, steps: readonly FlowStep[]): Labels {
  const { graph, carried } = flow.team
  const writes = new Map<string, Write[]>()
  const approvals: Approval[] = []
  const tested: Tested[] = []
  const splits: { at: number; node: string }[] = []
  const saw: Taint[] = []

  steps.forEach((step, i) => {
    saw.push(CLEAN)
    const node = graph.nodes.get(step.node)
    if (!node || step.status !== 'done') return
    const byHand = step.feedback?.reviewId !== undefined && kindOf(node).byPerson !== true
    const here = isStaffed(node) && !byHand ? toldBy(node, i) : CLEAN
    saw[i] = here
    const chosen = new Set([...here.chosen, ...decidedAt(node.id, i)])
    for (const { slot } of handedOnBy(node, step.port ?? ''))
      write(slot, {
        since: i,
        at: i,
        node: node.id,
        words: byHand ? CLEAN.words : brings(node, here, i),
        chosen,
      })
    // Who reviews may amend what it lets through.
    if (isStaffed(node) && step.feedback?.edited === true && !byHand)
      for (const { slot } of arrivingAt(graph, carried, node.id)) {
        write(slot, { since: i, at: i, node: node.id, ...here })
      }
    for (const { expression, decides } of flow.testedAt(node))
      if (isTainted(usedAt(node, expression, i))) tested.push({ at: i, node: node.id, decides })
    if (kindOf(node).opens === 'items') splits.push({ at: i, node: node.id })
    if (lets(node, step.port))
      approvals.push({ at: i, lanes: flow.lanesOf(node.id), unseen: step.feedback?.unseen ?? [] })
  })
  const now = steps.length
  return {
    at: (node, path) => at(node, flow.placeAt(path), now),
    of: (node, expression) => usedAt(node, expression, now),
    shown: (node) => seenBy(node, now),
    read: readBy,
    decided: (node) => decidedAt(node, now),
  }

  function write(slot: string, value: Omit<Write, 'parts'>): void {
    const before = writes.get(slot)
    const one = { ...value, parts: new Map<string, ReadonlySet<string>>() }
    if (before) before.push(one)
    else writes.set(slot, [one])
  }

  function usedAt(node: TeamNode, expression: NodeExpression, time: number): Taint & { paths: string[] } {
    const tainted = flow.usedBy(node, expression).flatMap((place) => {
      const taint = at(node.id, place, time)
      return isTainted(taint) ? [{ path: place.path, taint }] : []
    })
    return { ...joined(tainted.map(({ taint }) => taint)), paths: tainted.map(({ path }) => path) }
  }

  /** What may stand at a place when a node is come to. */
  function at(node: string, place: Place, time: number): Taint {
    const found = writes.get(place.slot)?.findLast(({ since }) => since < time)
    if (!found) {
      const writer = flow.writerOf(place.slot)
      return writer !== undefined && flow.isHidden(writer, node) ? flow.proved().at(node, place.path) : CLEAN
    }
    if (isEndorsed(found, node, time, place.path)) return CLEAN
    const taint = { words: place.words ? wordsIn(found, place) : CLEAN.words, chosen: found.chosen }
    // What was approved for each item is not seen from outside: the proof knows where that is on every way.
    return isTainted(taint) &&
      splits.some((one) => one.at >= found.at && one.at < time && isOutside(one, node))
      ? met(taint, flow.proved().at(node, place.path))
      : taint
  }

  function isOutside({ node: opener }: { node: string }, reader: string): boolean {
    return !flow.lanesOf(reader).some((lane) => lane.opener === opener)
  }

  /**
   * Whether a person has approved since, on the way from where it was written to where it is read, and was shown it: the
   * place, or all there was where none is named.
   */
  function isEndorsed(
    { at: since, node: writer }: Pick<Write, 'at' | 'node'>,
    reader: string,
    time: number,
    path?: string,
  ): boolean {
    return approvals.some(
      ({ at: when, lanes, unseen }) =>
        when > since &&
        when < time &&
        !unseen.some((one) => path === undefined || isWithin(one, path) || isWithin(path, one)) &&
        (isWithinLanes(flow.lanesOf(writer), lanes) || isWithinLanes(flow.lanesOf(reader), lanes)),
    )
  }

  /** The words of a part of a value; those of what the engine makes of others' values are those of its parts. */
  function wordsIn(value: Write, { names, path }: Place): ReadonlySet<string> {
    const whole = flow.madeAt(value.node)
    if (!whole) return value.words
    const known = value.parts.get(path)
    if (known) return known
    const leaves = leavesIn(partOf(whole, names) ?? whole)
    const from = leaves.flatMap((leaf) => [...at(value.node, flow.placeAt(leaf.path), value.since).words])
    const words = new Set([...value.words, ...from])
    value.parts.set(path, words)
    return words
  }

  /** What an agent goes by at a node: what it is shown and told there, and what its tools read. */
  function toldBy(node: StaffedNode, time: number): Taint {
    return joined([seenBy(node, time), toolsAt(node)])
  }

  function toolsAt(node: StaffedNode): Taint {
    return readsByTools(flow.team, node) ? { ...CLEAN, words: new Set([node.id]) } : CLEAN
  }

  function readBy(node: StaffedNode, reader: string): Taint {
    if (flow.isHidden(node.id, reader)) return joined([flow.proved().shown(node), toolsAt(node)])
    return joined(
      steps.flatMap((step, i) =>
        step.node === node.id && !isEndorsed({ at: i, node: node.id }, reader, now) ? [saw[i] ?? CLEAN] : [],
      ),
    )
  }

  /** What an agent is shown at a node, and told in words by who sent it back. */
  function seenBy(node: StaffedNode, time: number): Taint {
    return joined([...flow.shownAt(node.id).map((place) => at(node.id, place, time)), ...toldTo(node, time)])
  }

  function toldTo({ id }: TeamNode, time: number): Taint[] {
    const ways = flow.returningTo(id)
    if (ways.length === 0) return []
    return steps.slice(0, time).flatMap((step, i) => {
      if (!ways.some(({ from, port }) => from === step.node && port === step.port)) return []
      const source = graph.nodes.get(step.node)
      if (!source) return []
      const words = kindOf(source)
        .expressions(source)
        .filter(({ tells }) => tells === step.port)
      return [saw[i] ?? CLEAN, ...words.map((expression) => usedAt(source, expression, i))]
    })
  }

  /** Whose words a node's own slots hold, as far as the engine does not make them of others' values. */
  function brings(node: TeamNode, here: Taint, time: number): ReadonlySet<string> {
    if (!isStaffed(node)) return flow.madeAt(node.id) ? CLEAN.words : new Set([node.id])
    // Who does it once more is shown what it said before.
    const before = flow.returningTo(node.id).length > 0 ? at(node.id, flow.placeAt(node.id), time).words : []
    return new Set([...here.words, ...before])
  }

  function decidedAt(id: string, time: number): ReadonlySet<string> {
    const known = tested.filter((one) => one.at < time && one.decides.has(id)).map(({ node }) => node)
    const within = hidesSome(flow)
      ? flow
          .proved()
          .conditions.filter((one) => one.decides.has(id) && flow.isHidden(one.node.id, id))
          .map(({ node }) => node.id)
      : []
    return new Set([...known, ...within])
  }
}

/** What both say: each alone is at least what is so. */
const met = (a: Taint, b: Taint): Taint => ({
  words: new Set([...a.words].filter((one) => b.words.has(one))),
  chosen: new Set([...a.chosen].filter((one) => b.chosen.has(one))),
})

/** Whether anything of a team is done once for each of several items. */
const hidesSome = ({ team: { graph } }: Flow): boolean =>
  [...graph.nodes.values()].some((node) => kindOf(node).opens === 'items')

/** A person let through what stood there. */
const lets = (node: TeamNode, port: string | undefined): boolean =>
  kindOf(node).byPerson === true &&
  kindOf(node).isGate &&
  kindOf(node)
    .ports(node)
    .some(({ id, approves }) => id === port && approves)

const isWithinLanes = (inner: readonly Lane[], outer: readonly Lane[]): boolean =>
  outer.every(({ opener, port }, i) => inner[i]?.opener === opener && inner[i].port === port)

/** All that is known of a place when a node is come to. */
export function labelAt(flow: Flow, labels: Labels, node: string, path: string): Label {
  const { words, chosen } = labels.at(node, path)
  const [slot = ''] = path.split('.')
  const leaves = leavesOf(slot, flow.team.scope[slot] ?? true).filter(
    (leaf) => isWithin(leaf.path, path) || isWithin(path, leaf.path),
  )
  const classes = leaves.map(({ classification }) => classification)
  return {
    classification: classes.includes(undefined) ? undefined : strictest(classes),
    categories: [...new Set(leaves.flatMap(({ categories }) => categories))].sort(),
    trusted: words.size + chosen.size === 0,
    sources: [...new Set([...words, ...chosen])].sort(),
  }
}
