import ipaddr from 'ipaddr.js'

/** Ranges that are refused even where private addresses are allowed: metadata services live in link-local. */
const NEVER = new Set(['linkLocal', 'multicast', 'broadcast', 'unspecified', 'reserved'])

/**
 * Why an address may not be called, as the end of a sentence; undefined when it may. Only global unicast is open;
 * loopback and private ranges need the admin's leave. IPv4 inside IPv6 is judged as what it is.
 */
export function checkAddress(address: string, allowPrivate: boolean): string | undefined {
  if (!ipaddr.isValid(address)) return 'which is not an address'
  const parsed = ipaddr.process(address)
  const range = parsed.range()
  if (range === 'unicast') return undefined
  if (NEVER.has(range)) return 'an address that is never called'
  if (allowPrivate && ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'].includes(range))
    return undefined
  return 'an address inside the network; an admin may allow that for this connection'
}
