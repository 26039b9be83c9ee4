import { describe, expect, it } from 'vitest'
import { onPort, privatePlaceSchema, privateReachSchema } from './private-reach'

describe('a private place', () => {
  it.each([
    ['db.internal', 'db.internal'],
    [' DB.Internal. ', 'db.internal'],
    ['localhost', 'localhost'],
    ['crm_1', 'crm_1'],
    ['büro.intern', 'xn--bro-hoa.intern'],
    ['db.internal:5432', 'db.internal:5432'],
    ['db.internal:0443', 'db.internal:443'],
    ['10.2.0.7', '10.2.0.7'],
    ['10.2.0.7:8080', '10.2.0.7:8080'],
    ['0x7f.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[::1]:25', '[::1]:25'],
    ['FD00:0::1', 'fd00::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['169.254.169.254', '169.254.169.254'],
    ['10.2.0.0/16', '10.2.0.0/16'],
    ['10.2.0.7/32', '10.2.0.7'],
    ['fd12:3456::/32', 'fd12:3456::/32'],
    ['::1/128', '::1'],
  ])('%s is %s', (given, text) => {
    expect(privatePlaceSchema.parse(given).text).toBe(text)
    expect(privatePlaceSchema.parse(text).text).toBe(text)
  })

  it.each([
    ['', '1 character'],
    ['http://db.internal', 'is not a host'],
    ['ada@db.internal', 'is not a host'],
    ['db.internal:http', 'is not a host'],
    ['db.internal:70000', 'no port 70000'],
    ['db.internal:0', 'no port 0'],
    ['*.internal', 'is not a host'],
    ['127.0.0.%31', 'is not a host'],
    ['fe80::1%eth0', 'is not a host'],
    ['1.2.3.4.5', 'is not a host'],
    ['0.0.0.0', 'No service can be at'],
    ['224.0.0.1', 'No service can be at'],
    ['10.2.0.0/33', 'is not a host'],
    ['10.2.0.7/16', 'the one that it lies in is 10.2.0.0/16'],
    ['0.0.0.0/0', 'more than private addresses'],
    ['10.0.0.0/7', 'more than private addresses'],
    ['8.0.0.0/6', 'more than private addresses'],
    ['169.254.0.0/16', 'more than private addresses'],
    ['fe80::/10', 'more than private addresses'],
    ['::/0', 'more than private addresses'],
    ['::ffff:0:0/96', 'more than private addresses'],
  ])('%s is none', (given, why) => {
    expect(privatePlaceSchema.safeParse(given).error?.issues[0]?.message).toContain(why)
  })

  it('is listed once, and holds for its port', () => {
    expect(privateReachSchema.parse(['127.1', '127.0.0.1', 'db.internal'])).toEqual([
      '127.0.0.1',
      'db.internal',
    ])
    const places = ['10.0.0.1', '10.0.0.2:443'].map((text) => privatePlaceSchema.parse(text))
    expect(onPort(places, 443)).toEqual(places)
    expect(onPort(places, 80)).toEqual(places.slice(0, 1))
  })
})
