import { checkCompat } from '../contract/compat'
import type { ContractRef } from '../contract/contract'
import { canonicalJson } from '../record/canonical'
import type { Bundle } from '../team/bundle'
import { beginsLane, handedOnBy, kindOf } from '../team/kinds/registry'
import { openerOf, placesIn, portOfLane, type Fork } from './fork'
import type { PlannedStep } from './history'

/** A token that stopped: the node it stands at, the lanes it stands in, and what it had been handed. */
export interface StoppedAt {
  node: string
  path: string
  arrived: { from?: string; edge?: string; slot?: string; contract?: ContractRef }
}

/** What happened before, as far as another version must be able to stand for it. */
export interface Stopped {
  steps: readonly PlannedStep[]
  places: readonly StoppedAt[]
  /** Forks that are still open. */
  forks: readonly { id: string; opener: string; join: string; state: Fork }[]
  /** Nodes whose write has gone out, or may have. */
  effects: readonly string[]
}

/**
 * Whether a run that stopped under one version may go on under another: whether all that happened could have happened in
 * that one, so that what was proved of it when it was published holds for the rest of the run. Empty when
 *
 * - every node that was come to, or is stood at, is there with the same kind, and every way that was taken leads to
 *   the same node: the run's past is a path of the new version, and no gate was added to it;
 * - gates that were passed ask for the same: what they let through was let through by the rules in force;
 * - what was written fits what the new version takes that slot to be: every value that the old contract allows, not only
 *   those that are there;
 * - splits that are open have the same kind of opener, the same join and the same lanes;
 * - a write it stands at that may have gone out is drawn as it was, and none that has gone out comes again where it would
 *   not have come again before. (A node with another id is another write.)
 *
 * What an agent was told, what a router decided by and what a model cost are let stand as they were.
 * @returns why not, in sentences
 */
export function resumeProblems(before: Bundle, after: Bundle, stopped: Stopped): string[] {
  return [
    ...new Set([
      ...nodeProblems(before, after, stopped),
      ...wayProblems(before, after, stopped),
      ...slotProblems(before, after, stopped),
      ...forkProblems(before, after, stopped),
      ...effectProblems(before, after, stopped),
    ]),
  ]
}

const nameIn = (bundle: Bundle, id: string): string => `“${bundle.nodes[id]?.name ?? id}”`
const done = ({ steps }: Stopped) => steps.filter(({ status }) => status === 'done')

function nodeProblems(before: Bundle, after: Bundle, stopped: Stopped): string[] {
  const passed = new Set(done(stopped).map(({ node }) => node))
  const stands = new Set(stopped.places.map(({ node }) => node))
  return [...new Set([...passed, ...stands])].flatMap((id) => {
    const [was, is] = [before.nodes[id], after.nodes[id]]
    const at = stands.has(id) ? 'it stands at' : 'it came by'
    if (!was || !is) return [`${nameIn(before, id)}, which ${at}, is not there any more.`]
    if (was.kind !== is.kind) return [`${nameIn(before, id)}, which ${at}, is of another kind.`]
    if (passed.has(id) && kindOf(was).isGate && !same(was, is))
      return [`${nameIn(before, id)} asks for something else than what it let through.`]
    if (stands.has(id) && stopped.effects.includes(id) && !same(was, is))
      return [`${nameIn(before, id)} may have gone out as it was drawn, and is drawn otherwise now.`]
    const [calls, calledNow] = [calledBy(before, id), calledBy(after, id)]
    if (stands.has(id) && calls !== calledNow) return [`${nameIn(before, id)} calls another version.`]
    return []
  })
}

/** The pinned version that a node calls. */
function calledBy(bundle: Bundle, id: string): string | undefined {
  const node = bundle.nodes[id]
  const slug = node && kindOf(node).team?.(node)
  return slug === undefined ? undefined : bundle.teams?.[slug]?.versionId
}

const same = (a: object, b: object): boolean => canonicalJson(a) === canonicalJson(b)

function wayProblems(before: Bundle, after: Bundle, stopped: Stopped): string[] {
  return done(stopped).flatMap(({ node: id, port = '' }) => {
    const [was, is] = [before.nodes[id], after.nodes[id]]
    if (!was || !is || was.kind !== is.kind || beginsLane(was, port)) return []
    const [led, leads] = [leadsTo(before, id, port), leadsTo(after, id, port)]
    return led === leads ? [] : [wayProblem(before, after, { id, led, leads })]
  })
}

const leadsTo = (bundle: Bundle, id: string, port: string): string | undefined =>
  bundle.next[id]?.find((edge) => edge.port === port)?.to

function wayProblem(
  before: Bundle,
  after: Bundle,
  { id, led, leads }: { id: string; led: string | undefined; leads: string | undefined },
): string {
  const now = leads === undefined ? 'nowhere' : `to ${nameIn(after, leads)}`
  const then = led === undefined ? 'to the end' : `to ${nameIn(before, led)}`
  return `The way that was taken from ${nameIn(before, id)} leads ${now}, not ${then}.`
}

function slotProblems(before: Bundle, after: Bundle, stopped: Stopped): string[] {
  const ways = done(stopped).map(({ node, port = '' }) => ({ node, port }))
  return ways.flatMap(({ node, port }) => {
    const [was, is] = [before.nodes[node], after.nodes[node]]
    if (!was || !is || was.kind !== is.kind) return []
    const now = handedOnBy(is, port)
    return handedOnBy(was, port).flatMap(({ slot, contract }) => {
      const expected = now.find((one) => one.slot === slot)
      if (!expected) return [`What ${nameIn(before, node)} handed on is not handed on any more.`]
      const misfit = misfitOf(before, contract, after, expected.contract)
      return misfit ? [`What ${nameIn(before, node)} wrote need not fit any more: ${misfit}`] : []
    })
  })
}

function misfitOf(
  before: Bundle,
  ref: ContractRef | undefined,
  after: Bundle,
  expected: ContractRef | undefined,
): string | undefined {
  const sup = after.contracts[expected ?? '']
  if (!sup) return undefined
  const sub = before.contracts[ref ?? '']
  if (!sub) return 'it was under no contract.'
  if (same(sub.schema, sup.schema)) return undefined
  const fit = checkCompat(sub.schema, sup.schema)
  return fit.verdict === 'compatible' ? undefined : fit.reason
}

function forkProblems(before: Bundle, after: Bundle, { forks, places }: Stopped): string[] {
  // Lanes that a join did not wait for go on too: theirs is not open, but they still end at it.
  const openers = new Map(forks.map((fork) => [fork.opener, fork]))
  const within = places.flatMap(({ path }) => placesIn(path).map(({ fork }) => openerOf(fork)))
  return [...new Set([...openers.keys(), ...within])].flatMap((opener) => {
    const [was, is] = [before.nodes[opener], after.nodes[opener]]
    if (!was || !is) return [`${nameIn(before, opener)}, which it came by, is not there any more.`]
    const [join, joinNow] = [before.joins?.[opener], after.joins?.[opener]]
    if (kindOf(was).opens !== kindOf(is).opens || join === undefined || join !== joinNow)
      return [`What ${nameIn(before, opener)} splits comes together elsewhere.`]
    const closes = before.nodes[join]?.kind === after.nodes[join]?.kind
    const state = openers.get(opener)?.state
    const ports = state ? Array.from({ length: state.width }, (_, lane) => portOfLane(state, lane)) : []
    const kept = [...new Set(ports)].every(
      (port) => leadsTo(before, opener, port) === leadsTo(after, opener, port),
    )
    const known = Object.values(state?.ends ?? {}).every(
      (end) => end.how !== 'arrived' || end.contract === undefined || end.contract in after.contracts,
    )
    if (!closes || !kept) return [`${nameIn(before, opener)} splits into other lanes.`]
    return known ? [] : [`What came to ${nameIn(before, join)} is of a contract that is not there any more.`]
  })
}

function effectProblems(before: Bundle, after: Bundle, { places, effects }: Stopped): string[] {
  const from = places.map(({ node }) => node)
  const [could, can] = [reachableFrom(before, from), reachableFrom(after, from)]
  return [...new Set(effects)]
    .filter((id) => can.has(id) && !could.has(id))
    .map((id) => `${nameIn(before, id)} has gone out and would come again.`)
}

/** Every node that may be come to from these, themselves included. */
function reachableFrom(bundle: Bundle, from: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const queue = [...from]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    queue.push(...(bundle.next[id] ?? []).map(({ to }) => to))
  }
  return seen
}

/**
 * What a token had been handed, in the words of another version that it may go on under: the edge and the contract have
 * the names that they have there.
 */
export function arrivedIn<A extends StoppedAt['arrived']>(
  before: Bundle,
  after: Bundle,
  node: string,
  arrived: A,
): A {
  const { from = '', edge, slot = '', contract } = arrived
  const was = before.next[from]?.find(({ id }) => id === edge)
  const is = was && after.next[from]?.find(({ port, to }) => port === was.port && to === node)
  const writer = after.nodes[slot]
  const handed = writer && kindOf(writer).produces(writer)
  const known = contract === undefined || contract in after.contracts
  return {
    ...arrived,
    ...(is && { edge: is.id }),
    ...(!known && handed !== undefined && { contract: handed }),
  }
}
