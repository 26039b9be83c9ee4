import { expect, it } from 'vitest'
import { safePath } from './safe-path'

it.each(['/', '/runs', '/runs/run_1?step=a%2Fb#why', '/teams/a/../b', '/search?q=//x'])(
  'goes to %s',
  (next) => {
    const { pathname, search, hash } = new URL(next, 'https://baton.example')
    expect(safePath(next)).toBe(pathname + search + hash)
  },
)

it.each([
  undefined,
  '',
  ['/runs', '/teams'],
  'runs',
  'https://evil.example/',
  'javascript:alert(1)',
  '//evil.example',
  '/\\evil.example',
  '/\t/127.0.0.1:4398/evil',
  '/\n/evil.example',
  '/\r\n\\evil.example',
  '\t//evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/\t.//evil.example',
  '//[',
])('stays at home for %j', (next) => {
  expect(safePath(next)).toBe('/')
})
