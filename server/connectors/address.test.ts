import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { guardedLookup, mayReach, refuseLiteral, RefusedAddressError } from './address'
import { OWN_NETWORKS, privatePlaceSchema } from './private-reach'

const listed = (...texts: string[]) => texts.map((text) => privatePlaceSchema.parse(text))

describe('mayReach', () => {
  it.each(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(mayReach(address, [])).toBe(true)
  })

  it.each([
    ...['127.0.0.1', '127.8.8.8', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1'],
  ])('%s only where it is listed: itself, its range, or the name that means it', (address) => {
    expect(mayReach(address, [])).toBe(false)
    expect(mayReach(address, OWN_NETWORKS)).toBe(true)
    expect(mayReach(address, listed(address))).toBe(true)
    expect(mayReach(address, listed('db.internal'), 'db.internal')).toBe(true)
    expect(mayReach(address, listed('db.internal'), 'other.internal')).toBe(false)
  })

  it.each([
    ...['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
    ...['fd00:ec2::254', 'fd20:ce::254', 'fe80::1', '::ffff:169.254.169.254'],
  ])('%s only where that very address is listed', (address) => {
    expect(mayReach(address, OWN_NETWORKS)).toBe(false)
    expect(mayReach(address, listed('metadata.internal'), 'metadata.internal')).toBe(false)
    expect(mayReach(address, listed(address))).toBe(true)
  })

  it.each([
    ...['0.0.0.0', '255.255.255.255', '224.0.0.1', '240.0.0.1', '192.0.2.1'],
    ...['::', 'ff02::1', '2002:7f00:1::', '64:ff9b::7f00:1', 'fe80::1%eth0', '', 'localhost'],
  ])('%s never', (address) => {
    expect(mayReach(address, [])).toBe(false)
    expect(mayReach(address, OWN_NETWORKS)).toBe(false)
    expect(mayReach(address, listed('db.internal'), 'db.internal')).toBe(false)
  })
})

describe('guardedLookup', () => {
  const look = (...texts: string[]) => promisify(guardedLookup(listed(...texts)))

  it('refuses a name that means an address of this machine, and gives it where that is listed', async () => {
    await expect(look()('localhost', { all: true })).rejects.toThrow(RefusedAddressError)
    const found = await look('localhost')('localhost', { all: true })
    expect(JSON.stringify(found)).toMatch(/127\.0\.0\.1|::1/)
  })
})

describe('refuseLiteral', () => {
  it('checks literals and leaves names to the lookup', () => {
    expect(() => refuseLiteral('[::1]', [])).toThrow(RefusedAddressError)
    expect(() => refuseLiteral('127.0.0.1', [])).toThrow(RefusedAddressError)
    expect(() => refuseLiteral('127.0.0.1', listed('127.0.0.1'))).not.toThrow()
    expect(() => refuseLiteral('crm.example', [])).not.toThrow()
  })
})
