import { expect, it } from 'vitest'
import { originOf } from './origin'

const address = (headers: Record<string, string>, published = false) => originOf(headers, published).address

it.each([
  ['a socket from outside, whatever it claims', '203.0.113.9', '198.51.100.1', false, '203.0.113.9'],
  ['a proxy on this machine', '127.0.0.1', '198.51.100.1, 203.0.113.9', false, '203.0.113.9'],
  ['a proxy elsewhere, when it is published', '10.0.0.2', '203.0.113.9', true, '203.0.113.9'],
  ['this machine itself', '::1', '', false, '::1'],
])('takes %s', (_what, peer, forwarded, published, expected) => {
  expect(address({ 'x-baton-peer': peer, 'x-forwarded-for': forwarded }, published)).toBe(expected)
})

it('takes what was forwarded when nobody says who is at the other end', () => {
  expect(address({ 'x-forwarded-for': '203.0.113.9' })).toBe('203.0.113.9')
  expect(address({})).toBe('unknown')
})
