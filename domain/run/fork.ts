import type { ContractRef } from '../contract/contract'

/** How a lane came to its end: at the join, at an end or a refusal before it, or by a fault that the join lets pass. */
export type LaneEnd =
  | { how: 'arrived'; slot?: string | undefined; contract?: ContractRef | undefined }
  | { how: 'ended' }
  | { how: 'failed' }

/**
 * A path that split into lanes, which come together at one join. Each lane is one token at a time. It is opened by an
 * activation of its opener and fires once, whatever the order in which lanes end.
 */
export interface Fork {
  /** Lanes in all. */
  width: number
  /** Lanes started so far; the others begin as room appears. */
  opened: number
  /** The ways out of the opener that lanes begin by, by lane; the last one serves all further lanes. */
  ports: string[]
  status: 'open' | 'fired'
  /** By lane. */
  ends: Record<string, LaneEnd>
  /** What the opener had taken up: a join that gathers nothing hands it on. */
  subject?: { slot: string; contract?: ContractRef }
}

/** What a join asks of its fork. */
export interface JoinPolicy {
  wait: 'all' | 'any' | 'quorum'
  /** With `quorum`: arrivals that are enough. */
  quorum: number
  /** With `all`: lanes that may end without arriving. */
  tolerate: number
}

/** All that a fork is opened with an eye to. */
export interface JoinRules extends JoinPolicy {
  /** Lanes that are under way when it fires: stopped before their next step, or left to finish. */
  late: 'cancel' | 'finish'
  /** A step in a lane that cannot go on: a person is asked, or the lane is given up. */
  failed: 'ask' | 'skip'
  timeoutSeconds?: number
}

/** The ways a join is left by: enough has arrived, or it never will. */
export type JoinPort = 'out' | 'short'

export type AfterLane =
  /** Others are still to come. */
  | { kind: 'wait' }
  /** The token that became free begins the next lane. */
  | { kind: 'lane'; lane: number }
  | { kind: 'fire'; port: JoinPort }
  /** The join had fired without it. */
  | { kind: 'late' }

export const portOfLane = ({ ports }: Pick<Fork, 'ports'>, lane: number): string =>
  ports[Math.min(lane, ports.length - 1)] ?? ''

/** A fork as it opens. @param atOnce lanes that may be under way at the same time */
export function openFork(
  { width, ports, subject }: Pick<Fork, 'width' | 'ports' | 'subject'>,
  atOnce: number,
): Fork {
  return {
    width,
    ports,
    opened: Math.min(width, Math.max(1, atOnce)),
    status: 'open',
    ends: {},
    ...(subject !== undefined && { subject }),
  }
}

/** A fork without lanes, which fires as it opens; undefined for one that has lanes. */
export const firesEmpty = (fork: Fork, policy: JoinPolicy): JoinPort | undefined =>
  fork.width === 0 ? (verdictOn(fork, policy) ?? 'short') : undefined

/** What follows the end of a lane. Pure: the order in which lanes end decides nothing but who goes on. */
export function laneOver(
  fork: Fork,
  policy: JoinPolicy,
  lane: number,
  end: LaneEnd,
): { fork: Fork; after: AfterLane } {
  const ended: Fork = { ...fork, ends: { ...fork.ends, [lane]: end } }
  if (fork.status === 'fired') return { fork: ended, after: { kind: 'late' } }
  const port = verdictOn(ended, policy)
  if (port) return { fork: { ...ended, status: 'fired' }, after: { kind: 'fire', port } }
  if (ended.opened < ended.width)
    return { fork: { ...ended, opened: ended.opened + 1 }, after: { kind: 'lane', lane: ended.opened } }
  return { fork: ended, after: { kind: 'wait' } }
}

/** The join's time is up: lanes that are still under way count as missing. Undefined when it has fired already. */
export function lapse(fork: Fork, policy: JoinPolicy): { fork: Fork; port: JoinPort } | undefined {
  if (fork.status === 'fired') return undefined
  const arrived = Object.values(fork.ends).filter(({ how }) => how === 'arrived').length
  const needed = { all: fork.width - policy.tolerate, any: 1, quorum: policy.quorum }[policy.wait]
  return { fork: { ...fork, status: 'fired' }, port: arrived >= needed ? 'out' : 'short' }
}

/** Whether a fork can be decided: enough arrived, or enough can arrive no more. */
function verdictOn({ width, ends }: Fork, { wait, quorum, tolerate }: JoinPolicy): JoinPort | undefined {
  const over = Object.values(ends)
  const arrived = over.filter(({ how }) => how === 'arrived').length
  const missing = over.length - arrived
  if (wait === 'all') {
    if (missing > tolerate) return 'short'
    return over.length === width ? 'out' : undefined
  }
  const needed = wait === 'any' ? 1 : quorum
  if (arrived >= needed) return 'out'
  return width - missing < needed ? 'short' : undefined
}

// ---------- where a token is ----------

/** One lane of one fork, as a segment of a token's path: `split#0:2`. */
export interface Place {
  /** The opener and its iteration, `split#0`: never used twice in a run. */
  fork: string
  lane: number
}

export const forkId = (opener: string, iteration: number): string => `${opener}#${iteration}`

export const openerOf = (fork: string): string => fork.slice(0, fork.indexOf('#'))

/** Lanes within lanes, outermost first; empty for a token that is in none. */
export const placesIn = (path: string): Place[] =>
  path === ''
    ? []
    : path.split('/').map((segment) => {
        const at = segment.lastIndexOf(':')
        return { fork: segment.slice(0, at), lane: Number(segment.slice(at + 1)) }
      })

export const pathOf = (places: readonly Place[]): string =>
  places.map(({ fork, lane }) => `${fork}:${lane}`).join('/')

/** The path of a lane of a fork that was opened at `path`. */
export const within = (path: string, place: Place): string => pathOf([...placesIn(path), place])

/** Where a token is whose innermost lane is over. */
export const outOf = (path: string): string => pathOf(placesIn(path).slice(0, -1))
