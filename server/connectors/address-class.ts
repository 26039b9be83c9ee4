import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

export type Address = IPv4 | IPv6
/** A first address and how many of its bits all of the range have in common. */
export type Network = readonly [Address, number]

/** One's own machines and networks (RFC 1918, 4193, 6598, loopback). */
export const OWN = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '::1/128', 'fc00::/7'],
]

/**
 * Where clouds tell a machine its credentials: link-local addresses, and those of AWS, Google, Scaleway, Alibaba, Azure
 * and Oracle outside them.
 */
const METADATA = [
  ...['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32', 'fd20:ce::254/128', 'fd00:42::42/128'],
  ...['100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32'],
]

const networks = (texts: readonly string[]): Network[] => texts.map((text) => ipaddr.parseCIDR(text))
const ownNetworks = networks(OWN)
const metadataNetworks = networks(METADATA)
/** All that is handed out of IPv6 (IANA, IPv6 Global Unicast Address Assignments); outside stand old and unknown forms. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an address lies in a range; one of the other family never does. */
export const within = (address: Address, [first, bits]: Network): boolean =>
  address.kind() === first.kind() && address.match(first as never, bits)

/**
 * What an address is to a line out: `public` may be called; `private` is one's own; `metadata` is a cloud's, or of the
 * link it stands on; `never` is no place of a service (multicast, unspecified, reserved, tunnelled).
 */
export function classOf(address: Address): 'public' | 'private' | 'metadata' | 'never' {
  if (metadataNetworks.some((network) => within(address, network))) return 'metadata'
  if (ownNetworks.some((network) => within(address, network))) return 'private'
  const unicast = address.range() === 'unicast'
  return unicast && (address.kind() === 'ipv4' || within(address, globalUnicast)) ? 'public' : 'never'
}
