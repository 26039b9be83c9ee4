import { Agent, Pool } from 'undici'
import { guardedLookup, type Reach, type Resolver } from './address'
import { onPort, type PrivatePlace } from './private-reach'

/** How far lines out may lead. */
export interface Lines {
  /** The private places that an admin listed; without them only public addresses are called. */
  privateReach: readonly PrivatePlace[]
  /** Who says what a name means; the system where nothing is said. */
  resolver?: Resolver
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  ...{ 'http:': 80, 'https:': 443 },
  ...{ 'smtp:': 587, 'smtps:': 465 },
  ...{ 'postgresql:': 5432, 'postgres:': 5432 },
}

/** The port that an address leads to; 0 where its protocol has none. */
export const portOf = ({ port, protocol }: URL): number => Number(port) || (DEFAULT_PORTS[protocol] ?? 0)

/** What a line to `url` may reach besides the internet. */
export const reachOf = ({ privateReach }: Pick<Lines, 'privateReach'>, url: URL): Reach =>
  onPort(privateReach, portOf(url))

type Agents = Map<string, Agent>
const agents: Agents = new Map()
const agentsOf = new WeakMap<Resolver, Agents>()

/**
 * What a request of this target goes out by: its addresses are resolved, checked and pinned. Lines stay open between
 * calls; each was checked when it was made, and is shared only by those who have the same places listed.
 */
export function dispatcherFor({ privateReach, resolver }: Lines): Agent {
  const known = resolver ? (agentsOf.get(resolver) ?? new Map<string, Agent>()) : agents
  if (resolver) agentsOf.set(resolver, known)
  const key = privateReach.map(({ text }) => text).join(' ')
  const agent = known.get(key) ?? agentFor(privateReach, resolver)
  known.set(key, agent)
  return agent
}

/** Our own timers rule, not undici's. */
const agentFor = (privateReach: Lines['privateReach'], resolver?: Resolver): Agent =>
  new Agent({
    factory: (origin, options) =>
      new Pool(origin, {
        ...options,
        connect: {
          lookup: guardedLookup(reachOf({ privateReach }, new URL(origin)), resolver),
          timeout: 10_000,
        },
      }),
    connections: 64,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
