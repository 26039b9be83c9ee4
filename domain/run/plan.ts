import type { ContractRef } from '../contract/contract'
import type { Bundle, BundleEdge } from '../team/bundle'
import type { Carried } from '../team/carried'
import { beginsLane, handedOnBy, kindOf } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'
import {
  firesEmpty,
  laneOver,
  openFork,
  portOfLane,
  type AfterLane,
  type Fork,
  type JoinPort,
  type JoinRules,
  type LaneEnd,
} from './fork'
import type { PlannedStep } from './history'

/** What leads to a node that is about to be activated. */
export interface Handoff {
  from: string
  edge: string
  slot: string
  contract?: ContractRef
}

/** A node about to be activated, and the handoff that leads to it. */
export interface PlannedNode {
  node: string
  /** Counted from the activations in the history; whoever numbers under a lock may ignore it. */
  iteration: number
  arrived: Handoff
}

/** A lane about to begin. */
export interface PlannedLane {
  lane: number
  next: PlannedNode
}

export type Plan =
  | { kind: 'go'; next: PlannedNode }
  /** The path splits: these lanes begin now. */
  | { kind: 'split'; fork: Fork; join: string; lanes: PlannedLane[] }
  /** A split without lanes: its join is next. */
  | { kind: 'empty'; fork: Fork; join: string; port: JoinPort }
  /** The token's lane is over; `fork` is as it stands now. */
  | { kind: 'over'; fork: Fork; join: string; after: AfterLane; lane?: PlannedLane; ended?: Ended }
  /** The path ends: at an end, or at a person who rejects where no way leads on. */
  | { kind: 'end'; outcome: Ended; node: string }
  | { kind: 'stuck'; reason: string }

type Ended = 'done' | 'rejected'

/** The lanes that an activation opens. */
export interface Split {
  width: number
  /** Ways out, by lane; the last one serves all further lanes. */
  ports: string[]
  atOnce: number
}

/** The way out of an effect that a person did not let out where its own gate asked: drawn nowhere, it ends the path. */
export const GATE_REJECTED = 'rejected'

/** An activation that is complete. */
export interface Completed {
  node: string
  /** The way out it took. */
  port: string
  iteration?: number
  /** The slot it had taken up: what a gate or router passes on. Without it, what the drawing says. */
  subject?: string
  /** Of one that splits: its lanes, where these are not simply its ways. */
  lanes?: Split
  /** The lane the token is in, with its fork as it stands. */
  lane?: { fork: Fork; opener: string; index: number }
  /** Of a join: what came into the split that it brings together. */
  split?: Fork['subject']
}

/**
 * What follows a completed activation: pure, and total over bundles that compile. An end node is gone to like any other
 * (its contract is checked there) and ends the path when it is the completed one. Within a lane, a path ends at the
 * join or before it; the fork says what that means for the others.
 */
export function plan(bundle: Bundle, history: readonly PlannedStep[], at: Completed): Plan {
  const node = bundle.nodes[at.node]
  if (!node) return { kind: 'stuck', reason: `This version has no node "${at.node}".` }
  if (node.kind === 'end') return ending(bundle, history, at, node.outcome)
  if (bundle.trial?.to === at.node) return endOfPart(bundle, node, at.port)
  // What is given before the tried part hands on and opens nothing.
  if (beginsLane(node, at.port) && !bundle.trial?.before.includes(at.node))
    return splitting(bundle, history, at)
  const edge = (bundle.next[at.node] ?? []).find((one) => one.port === at.port)
  if (edge) {
    if (at.lane && bundle.joins?.[at.lane.opener] === edge.to)
      return over(bundle, history, at, { how: 'arrived', ...carriedBy(bundle, history, at, edge) })
    return { kind: 'go', next: follow(bundle, history, at, edge) }
  }
  if (at.port === GATE_REJECTED && node.kind === 'action') return ending(bundle, history, at, 'rejected')
  const port = kindOf(node)
    .ports(node)
    .find(({ id }) => id === at.port)
  if (port?.endsAs) return ending(bundle, history, at, port.endsAs)
  return stuck(node, port?.label ?? at.port)
}

/** A step in a lane that cannot go on, where the lane's join lets that pass; else a person is asked. */
export function planFailure(
  bundle: Bundle,
  history: readonly PlannedStep[],
  at: Omit<Completed, 'port'>,
): Extract<Plan, { kind: 'over' }> | undefined {
  const join = at.lane && joinOf(bundle, at.lane.opener)
  if (join?.failed !== 'skip') return undefined
  const planned = over(bundle, history, { ...at, port: '' }, { how: 'failed' })
  return planned.kind === 'over' ? planned : undefined
}

/** The join that brings together what a node splits. */
export function joinOf(bundle: Bundle, opener: string): (JoinRules & { id: string }) | undefined {
  const join = bundle.nodes[bundle.joins?.[opener] ?? '']
  const rules = join && kindOf(join).joins?.(join)
  return rules && { id: join.id, ...rules }
}

function stuck(node: TeamNode, way: string): Plan {
  return { kind: 'stuck', reason: `No way leads on from "${node.name}" by "${way}".` }
}

/** The last step of a tried part: what the way it took would have come to by itself, else done. */
function endOfPart(bundle: Bundle, node: TeamNode, port: string): Plan {
  const leadsOn = (bundle.next[node.id] ?? []).some((edge) => edge.port === port)
  const way = kindOf(node)
    .ports(node)
    .find(({ id }) => id === port)
  return { kind: 'end', outcome: (!leadsOn && way?.endsAs) || 'done', node: node.id }
}

function ending(bundle: Bundle, history: readonly PlannedStep[], at: Completed, outcome: Ended): Plan {
  if (!at.lane) return { kind: 'end', outcome, node: at.node }
  const planned = over(bundle, history, at, { how: 'ended' })
  return planned.kind === 'over' ? { ...planned, ended: outcome } : planned
}

function over(bundle: Bundle, history: readonly PlannedStep[], at: Completed, end: LaneEnd): Plan {
  const { lane } = at
  const join = lane && joinOf(bundle, lane.opener)
  if (!lane || !join) return { kind: 'stuck', reason: `"${at.node}" is in a lane that no join ends.` }
  const { fork, after } = laneOver(lane.fork, join, lane.index, end)
  const opener = { node: lane.opener, port: '', ...(fork.subject && { subject: fork.subject.slot }) }
  const next = after.kind === 'lane' ? laneAt(bundle, history, opener, fork, after.lane) : undefined
  return { kind: 'over', fork, join: join.id, after, ...(next && { lane: next }) }
}

function splitting(bundle: Bundle, history: readonly PlannedStep[], at: Completed): Plan {
  const opener = bundle.nodes[at.node]
  const join = joinOf(bundle, at.node)
  const edges = bundle.next[at.node] ?? []
  if (!opener || !join || edges.length === 0)
    return { kind: 'stuck', reason: `"${at.node}" splits into nothing.` }
  const ways = kindOf(opener)
    .ports(opener)
    .map(({ id }) => id)
  const { width, ports, atOnce } = at.lanes ?? { width: ways.length, ports: ways, atOnce: ways.length }
  const subject = at.subject === undefined ? undefined : handedAs(bundle, at.subject)
  const fork = openFork({ width, ports, ...(subject && { subject }) }, atOnce)
  const port = firesEmpty(fork, join)
  if (port) return { kind: 'empty', fork: { ...fork, status: 'fired' }, join: join.id, port }
  const lanes: PlannedLane[] = []
  for (let lane = 0; lane < fork.opened; lane++) {
    const next = laneAt(bundle, [...history, ...lanes.map(begun)], at, fork, lane)
    if (!next) return stuck(opener, portOfLane(fork, lane))
    lanes.push(next)
  }
  return { kind: 'split', fork, join: join.id, lanes }
}

/** A lane that has begun counts as a visit when the next one is numbered. */
const begun = ({ next: { node, iteration } }: PlannedLane): PlannedStep => ({
  node,
  iteration,
  attempt: 0,
  status: 'done',
})

function laneAt(
  bundle: Bundle,
  history: readonly PlannedStep[],
  opener: Completed,
  fork: Fork,
  lane: number,
): PlannedLane | undefined {
  const edge = (bundle.next[opener.node] ?? []).find(({ port }) => port === portOfLane(fork, lane))
  return edge && { lane, next: follow(bundle, history, opener, edge) }
}

function follow(
  bundle: Bundle,
  history: readonly PlannedStep[],
  at: Completed,
  edge: BundleEdge,
): PlannedNode {
  const { slot, contract } = carriedBy(bundle, history, at, edge)
  return {
    node: edge.to,
    iteration: iterationsOf(history, edge.to),
    arrived: { from: at.node, edge: edge.id, slot, ...(contract !== undefined && { contract }) },
  }
}

/** The drawing says what an edge carries, except that one who only lets through passes on what it took up. */
function carriedBy(
  bundle: Bundle,
  history: readonly PlannedStep[],
  at: Completed,
  edge: BundleEdge,
): Carried {
  const node = bundle.nodes[at.node]
  if (edge.returns) return firstHanded(bundle, history, edge)
  if (node === undefined || handedOnBy(node, at.port).length > 0) return edge.carries
  if (at.split) return at.split
  if (at.subject === undefined || at.subject === edge.carries.slot) return edge.carries
  return handedAs(bundle, at.subject)
}

/** A slot with its contract: its writer's, or, where it bears no node's name, that of a handoff that carries it. */
function handedAs(bundle: Bundle, slot: string): Carried {
  const writer = bundle.nodes[slot]
  const carries = (edge: BundleEdge) => edge.carries.slot === slot
  const contract = writer
    ? kindOf(writer).produces(writer)
    : Object.values(bundle.next).flat().find(carries)?.carries.contract
  return { slot, ...(contract !== undefined && { contract }) }
}

/** What the target of a handoff that goes back took up before: where it may be several things, the one written last. */
function firstHanded(
  bundle: Bundle,
  history: readonly PlannedStep[],
  { carries, or = [] }: BundleEdge,
): Carried {
  const handed = [carries, ...or]
  for (const { node, status, port = '' } of history.toReversed()) {
    const writer = bundle.nodes[node]
    if (!writer || status !== 'done') continue
    const wrote = new Set(handedOnBy(writer, port).map(({ slot }) => slot))
    const last = handed.find(({ slot }) => wrote.has(slot))
    if (last) return last
  }
  return carries
}

/** How often a node has been activated: attempts of one activation count once. */
function iterationsOf(history: readonly PlannedStep[], node: string): number {
  return new Set(history.filter((step) => step.node === node).map((step) => step.iteration)).size
}
