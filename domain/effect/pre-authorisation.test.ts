import { describe, expect, test } from 'vitest'
import { pathMatches, preAuthorisationSchema } from './pre-authorisation'

describe('a path pattern', () => {
  test.each([
    ['/deals/*', '/deals/D-1', true],
    ['/deals/*', '/deals', false],
    ['/deals/*', '/deals/', false],
    ['/deals/*', '/deals/D-1/notes', false],
    ['/deals/*', '/deals/D-1?force=true', false],
    ['/deals/*', '/deals/D-1#x', false],
    ['/deals/*', '/deals/a%2Fb', false],
    ['/deals/*', '/deals/a%5cb', false],
    ['/deals/D-*', '/deals/D-1', true],
    ['/deals/D-*', '/deals/E-1', false],
    ['/deals/*-x-*', '/deals/a-x-b', true],
    ['/deals/*-x-*', '/deals/a-y-b', false],
    ['/deals/a*a', '/deals/a', false],
    ['/deals/*/notes', '/deals/D-1/notes', true],
    ['/deals/*/notes', '/deals/notes', false],
    ['/deals/**', '/deals/D-1/notes/3', true],
    ['/deals/**', '/deals', false],
    ['/deals/**', '/dealsx/1', false],
    ['/', '/', true],
    ['/', '/x', false],
  ])('%s over %s: %s', (pattern, path, matches) => {
    expect(pathMatches(pattern, path)).toBe(matches)
  })

  test.each(['deals', '/a**', '/a/**/b', '/a?b', '/a b'])('%s is none', (path) => {
    const one = { agent: 'writer', connection: 'crm', method: 'POST', perDay: 1 }
    expect(preAuthorisationSchema.safeParse({ ...one, path: '/a/**' }).success).toBe(true)
    expect(preAuthorisationSchema.safeParse({ ...one, path }).success).toBe(false)
  })
})
