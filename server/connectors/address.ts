import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** What a connection may reach: `public` the internet only, `private` also this machine and its networks. */
export type Reach = 'public' | 'private'

/** Ranges of one's own machines and networks (RFC 1918, 4193, 6598, loopback), open where an admin allows them. */
const OWN = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

/** Metadata services outside the link-local range: AWS over IPv6, Alibaba. */
const METADATA = new Set(['fd00:ec2::254', '100.100.100.200'])

/**
 * Whether an address may be called. Only global unicast, and with `private` one's own networks; never link-local
 * (cloud metadata lives there), multicast, unspecified, reserved or tunnelled ranges.
 * @param address a literal IPv4 or IPv6 address; IPv4 mapped into IPv6 counts as IPv4
 */
export function mayReach(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  const range = parsed.range()
  if (METADATA.has(parsed.toString())) return false
  return range === 'unicast' || (reach === 'private' && OWN.has(range))
}

export class RefusedAddressError extends Error {
  readonly code = 'BATON_REFUSED_ADDRESS'
  constructor(readonly host: string) {
    super(`${host} is not an address that may be called`)
  }
}

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * A `lookup` for sockets that resolves, checks every answer and hands on exactly what it checked: a name cannot mean
 * one address while it is checked and another when it is called.
 */
export const guardedLookup =
  (reach: Reach) =>
  (host: string, options: LookupOptions, callback: Callback): void => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => mayReach(address, reach))) {
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
