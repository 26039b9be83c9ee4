import ipaddr from 'ipaddr.js'
import { expect, it } from 'vitest'
import { ownHost } from '@/domain/connection/own-network'
import { classOf, OWN } from './address-class'

/** The first and last address of each range, and those just outside. */
const edges = OWN.filter((range) => !range.includes(':')).flatMap((range) => {
  const first = Number.parseInt(
    Buffer.from(ipaddr.IPv4.networkAddressFromCIDR(range).toByteArray()).toString('hex'),
    16,
  )
  const last = Number.parseInt(
    Buffer.from(ipaddr.IPv4.broadcastAddressFromCIDR(range).toByteArray()).toString('hex'),
    16,
  )
  return [first - 1, first, last, last + 1].map((number) => {
    const bytes = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256)
    return bytes.join('.')
  })
})

it.each([...new Set(edges), '169.254.169.254', '93.184.216.34'])(
  'the hint while typing %s and the refusal when it is called agree',
  (address) => {
    const refused = ['private', 'metadata'].includes(classOf(ipaddr.parse(address)))
    expect(ownHost(`http://${address}/`, []) !== undefined).toBe(refused)
  },
)

it.each(['::1', 'fc00::1', 'fdff::1', 'fe80::1', '2606:4700::1111'])('so for [%s]', (address) => {
  const refused = ['private', 'metadata'].includes(classOf(ipaddr.parse(address)))
  expect(ownHost(`http://[${address}]/`, []) !== undefined).toBe(refused)
})
