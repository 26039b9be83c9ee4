import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { config, proxy } from '@/proxy'

const source = config.matcher[0]?.source ?? ''
const isPage = (path: string): boolean => new RegExp(`^${source}$`).test(path)

it('goes for every page, also for one that begins as something else does', () => {
  const pages = [
    '/',
    '/teams/api',
    '/apiary',
    '/api-keys',
    '/icon.svgs',
    '/favicon.ico',
    '/_next/none',
    '/f/x',
  ]
  expect(pages.filter((path) => !isPage(path))).toEqual([])
  const others = [
    '/api',
    '/api/health',
    '/api/v1/runs',
    '/_next/static/chunks/a.js',
    '/_next/image',
    '/icon.svg',
  ]
  expect(others.filter(isPage)).toEqual([])
})

it('lets nothing run that is not ours', () => {
  const policy = () =>
    proxy(new NextRequest('http://127.0.0.1/teams')).headers.get('content-security-policy') ?? ''
  expect(policy()).toContain("script-src 'self' 'nonce-")
  expect(policy()).not.toMatch(/'unsafe-|'wasm-|\*/)
  expect(policy()).not.toBe(policy())
})
