import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { guardedLookup, mayReach, refuseLiteral, RefusedAddressError } from './address'

describe('mayReach', () => {
  it.each(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(mayReach(address, 'public')).toBe(true)
  })

  it.each([
    ...['127.0.0.1', '127.8.8.8', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1'],
  ])('%s only where private addresses are allowed', (address) => {
    expect(mayReach(address, 'public')).toBe(false)
    expect(mayReach(address, 'private')).toBe(true)
  })

  it.each([
    ...[
      '169.254.169.254',
      '0.0.0.0',
      '255.255.255.255',
      '224.0.0.1',
      '240.0.0.1',
      '192.0.2.1',
      '100.100.100.200',
    ],
    ...[
      'fe80::1',
      '::',
      'ff02::1',
      '2002:7f00:1::',
      '64:ff9b::7f00:1',
      'fd00:ec2::254',
      '::ffff:169.254.169.254',
    ],
    ...['', 'localhost'],
  ])('%s never', (address) => {
    expect(mayReach(address, 'public')).toBe(false)
    expect(mayReach(address, 'private')).toBe(false)
  })
})

describe('guardedLookup', () => {
  const look = (reach: 'public' | 'private') => promisify(guardedLookup(reach))

  it('refuses a name that means an address of this machine, and gives it where that is allowed', async () => {
    await expect(look('public')('localhost', { all: true })).rejects.toThrow(RefusedAddressError)
    const found = await look('private')('localhost', { all: true })
    expect(JSON.stringify(found)).toMatch(/127\.0\.0\.1|::1/)
  })
})

describe('refuseLiteral', () => {
  it('checks literals and leaves names to the lookup', () => {
    expect(() => refuseLiteral('[::1]', 'public')).toThrow(RefusedAddressError)
    expect(() => refuseLiteral('127.0.0.1', 'public')).toThrow(RefusedAddressError)
    expect(() => refuseLiteral('127.0.0.1', 'private')).not.toThrow()
    expect(() => refuseLiteral('crm.example', 'public')).not.toThrow()
  })
})
