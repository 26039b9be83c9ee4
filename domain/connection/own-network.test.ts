import { expect, it } from 'vitest'
import { ownHost } from './own-network'

it.each([
  ['http://127.0.0.1:8080/api', '127.0.0.1'],
  ['http://localhost/api', 'localhost'],
  ['postgresql://db.internal:5432/orders', 'db.internal'],
  ['smtp://10.2.0.7:587', '10.2.0.7'],
  ['https://172.31.0.1', '172.31.0.1'],
  ['https://100.64.0.1', '100.64.0.1'],
  ['https://[::1]:8443', '[::1]'],
  ['https://[fd00::7]', '[fd00::7]'],
  ['http://crm/api', 'crm'],
])('%s looks like a place of one’s own', (address, host) => {
  expect(ownHost(address, [])).toBe(host)
})

it.each([
  'https://crm.example/api',
  'https://172.32.0.1',
  'https://100.128.0.1',
  'https://9.9.9.9',
  'http://',
  'https://crm',
  '',
])('%s does not', (address) => {
  expect(ownHost(address, [])).toBeUndefined()
})

it('does not once it is listed', () => {
  expect(ownHost('http://db.internal:5432', ['db.internal'])).toBeUndefined()
  expect(ownHost('http://db.internal:5432', ['DB.internal:5432'])).toBeUndefined()
  expect(ownHost('http://[::1]:5432', ['::1'])).toBeUndefined()
  expect(ownHost('http://10.2.0.7', ['10.2.0.0/16'])).toBeUndefined()
  expect(ownHost('http://db.internal:5432', ['db.internal:5433'])).toBe('db.internal')
})
