import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { classOf } from './address-class'
import { lists, listsExactly, type PrivatePlace } from './private-reach'

/** What a line may reach besides the internet: the private places that are listed for it and its port. */
export type Reach = readonly PrivatePlace[]

/**
 * Whether an address may be called: a public one; a private one where it is listed; that of a cloud's metadata or of the
 * link only where that very address is listed.
 * @param address a literal IPv4 or IPv6 address; IPv4 mapped into IPv6 counts as IPv4
 * @param name what was asked for and means this address
 */
export function mayReach(address: string, reach: Reach, name = address): boolean {
  // A zone names an interface of ours.
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  const parsed = ipaddr.process(address)
  switch (classOf(parsed)) {
    case 'public':
      return true
    case 'private':
      return lists(reach, parsed, name)
    case 'metadata':
      return listsExactly(reach, parsed)
    case 'never':
      return false
  }
}

export class RefusedAddressError extends Error {
  readonly code = 'BATON_REFUSED_ADDRESS'
  constructor(readonly host: string) {
    super(`${host} is not an address that may be called`)
  }
}

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** Asks for all addresses of a name: the system's resolver, or another. */
export type Resolver = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A `lookup` for sockets that resolves, checks every answer and hands on exactly what it checked: a name cannot mean
 * one address while it is checked and another when it is called.
 */
export const guardedLookup =
  (reach: Reach, resolver: Resolver = systemLookup) =>
  (host: string, options: LookupOptions, callback: Callback): void => {
    resolver(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => mayReach(address, reach, host))) {
        return callback(new RefusedAddressError(host), [])
      }
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

/** A literal address is never looked up, so it is checked before connecting. */
export function refuseLiteral(hostname: string, reach: Reach): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) && !mayReach(bare, reach)) throw new RefusedAddressError(bare)
}

/**
 * The address to connect to, for clients that take no `lookup`: resolved once, every answer checked.
 * @throws RefusedAddressError, or the resolver's error
 */
export function pinnedAddress(host: string, reach: Reach, resolver?: Resolver): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, '')
  refuseLiteral(bare, reach)
  if (isIP(bare)) return Promise.resolve(bare)
  return new Promise((resolve, reject) => {
    guardedLookup(reach, resolver)(bare, {}, (error, address) =>
      error ? reject(error) : resolve(address as string),
    )
  })
}
