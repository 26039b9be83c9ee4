import { describe, expect, test } from 'vitest'
import { covers, pathMatches, preAuthorisationSchema, type KeptAuthorisation } from './pre-authorisation'

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
    const fits = (given: string) =>
      preAuthorisationSchema.safeParse({
        ...{ agent: 'writer', connection: 'crm', perDay: 1 },
        covers: { by: 'request', method: 'POST', path: given },
      }).success
    expect(fits('/a/**')).toBe(true)
    expect(fits(path)).toBe(false)
  })
})

describe('what was let out beforehand', () => {
  const send: KeptAuthorisation = {
    ...{ covers: { by: 'operation', operation: 'send' }, operationDigest: 'sha256:1', endpoint: 'sha256:a' },
  }
  const patch: KeptAuthorisation = {
    covers: { by: 'request', method: 'PATCH', path: '/deals/*' },
    ...{ operationDigest: null, endpoint: 'sha256:a' },
  }
  const operation = { name: 'send', title: 'Send', digest: 'sha256:1' }
  const mail = { method: 'MAIL', path: 'send', operation, endpoint: 'sha256:a' }
  const drawn = { method: 'PATCH', path: '/deals/D-1', endpoint: 'sha256:a' }

  type Sent = Omit<typeof drawn, 'endpoint'> & { operation?: typeof operation; endpoint: string | undefined }
  test.each<[string, KeptAuthorisation, Sent, boolean]>([
    ['an operation as it was', send, mail, true],
    ['another', send, { ...mail, operation: { ...operation, name: 'other' } }, false],
    ['one that was changed', send, { ...mail, operation: { ...operation, digest: 'sha256:2' } }, false],
    ['one that goes elsewhere', send, { ...mail, endpoint: 'sha256:b' }, false],
    ['one of which nobody knows where it goes', send, { ...mail, endpoint: undefined }, false],
    ['a drawn request under its name', send, drawn, false],
    ['a drawn request', patch, drawn, true],
    ['a drawn request that goes elsewhere', patch, { ...drawn, endpoint: 'sha256:b' }, false],
    ['an operation that makes such a request', patch, { ...drawn, operation }, false],
    ['one given before anything was bound', { ...patch, endpoint: '' }, drawn, false],
  ])('%s', (_what, kept, { endpoint, ...request }, expected) => {
    expect(covers(kept, { ...request, ...(endpoint !== undefined && { endpoint }) })).toBe(expected)
  })
})
