import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { classOf, OWN, within, type Address, type Network } from './address-class'

/**
 * One private place that an admin has listed: a host by its name, an address, or a range of them; on one port or on any.
 * A name opens whatever private address it means, an address or a range exactly itself.
 */
export interface PrivatePlace {
  /** As it is kept and shown; the same for every spelling of it. */
  text: string
  at: { name: string } | { address: Address } | { network: Network }
  port?: number
}

const EXAMPLES = 'a host, an address or a range, as in db.internal, db.internal:5432, 10.2.0.7 or 10.2.0.0/16'
const NAME = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/

/** All private networks: for addresses that whoever runs the installation gives, and for models. */
export const OWN_NETWORKS: readonly PrivatePlace[] = OWN.map((text) => ({
  text,
  at: { network: ipaddr.parseCIDR(text) },
}))

/** What is listed, parsed: `host`, `host:port`, an address, `address:port` or a range in CIDR. */
export const privatePlaceSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .transform((text, context): PrivatePlace => {
    const place = placeOf(text.toLowerCase())
    if (typeof place !== 'string') return place
    context.addIssue({ code: 'custom', message: place })
    return z.NEVER
  })

/** A list as it is kept: each place once, in its one spelling. */
export const privateReachSchema = z
  .array(privatePlaceSchema.transform(({ text }) => text))
  .max(50)
  .transform((texts) => [...new Set(texts)])

/** What of a list holds for a port. */
export const onPort = (places: readonly PrivatePlace[], port: number): PrivatePlace[] =>
  places.filter((place) => place.port === undefined || place.port === port)

/** Whether one of these is that very address, and not only a name or a range in which it lies. */
export const listsExactly = (places: readonly PrivatePlace[], address: Address): boolean =>
  places.some(({ at }) => 'address' in at && same(at.address, address))

/** Whether one of these opens an address that `name` means. */
export const lists = (places: readonly PrivatePlace[], address: Address, name: string): boolean =>
  places.some(({ at }) => {
    if ('name' in at) return at.name === nameOf(name)
    return 'address' in at ? same(at.address, address) : within(address, at.network)
  })

const same = (one: Address, other: Address): boolean => one.toString() === other.toString()
const nameOf = (host: string): string => host.toLowerCase().replace(/\.$/, '')

/** @returns what is wrong, in a sentence, where it is no place that can be listed */
function placeOf(text: string): PrivatePlace | string {
  if (text.includes('/')) return rangeOf(text)
  // An IPv6 address stands alone, or in brackets before a port.
  const [, host = `[${text}]`, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(text) ?? []
  const at = pointOf(host)
  if (!at) return `${text} is not ${EXAMPLES}`
  if ('address' in at && classOf(at.address) === 'never') return `No service can be at ${text}`
  const shown = 'name' in at ? at.name : at.address.toString()
  if (port === undefined) return { text: shown, at }
  const number = Number(port)
  if (number < 1 || number > 65_535) return `There is no port ${port}`
  return { text: `${shown.includes(':') ? `[${shown}]` : shown}:${number}`, at, port: number }
}

/** A host as addresses on the web are read, so that every spelling of an address is that address. */
function pointOf(host: string): { name: string } | { address: Address } | undefined {
  if (!/^(\[[0-9a-f:.]+\]|[^\s[\]:?#@\\%*]+)$/.test(host) || !URL.canParse(`http://${host}/`))
    return undefined
  const bare = nameOf(new URL(`http://${host}/`).hostname).replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(bare)) return { address: ipaddr.process(bare) }
  return NAME.test(bare) ? { name: bare } : undefined
}

function rangeOf(text: string): PrivatePlace | string {
  if (!ipaddr.isValidCIDR(text)) return `${text} is not ${EXAMPLES}`
  const [address, bits] = ipaddr.parseCIDR(text)
  const v4 = address.kind() === 'ipv4'
  if (bits === (v4 ? 32 : 128)) return placeOf(v4 ? address.toString() : `[${address.toString()}]`)
  const first = v4 ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text)
  const range = `${first.toString()}/${bits}`
  if (!same(first, address)) return `${text} is no range; the one that it lies in is ${range}`
  const own = OWN_NETWORKS.some(
    ({ at }) => 'network' in at && within(first, at.network) && at.network[1] <= bits,
  )
  if (!own) return `${range} holds more than private addresses; a range lies in one of ${OWN.join(', ')}`
  return { text: range, at: { network: [first, bits] } }
}
