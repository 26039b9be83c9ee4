import { describe, expect, it } from 'vitest'
import { coolDownMs, policyOf, policyOfStatus } from './retry-policy'

const row = (status: number) => {
  const { code, retry, breaks, coolsMs } = policyOfStatus(status)
  return [code, retry, breaks, coolsMs]
}

describe('which answers are worth a retry', () => {
  it.each([
    // status, code, retry, counts for the breaker, cools by itself
    [307, 'misconfigured', false, false, 0],
    [400, 'misconfigured', false, false, 0],
    [401, 'misconfigured', false, false, 0],
    [403, 'misconfigured', false, false, 0],
    [404, 'misconfigured', false, false, 0],
    [408, 'server_error', true, true, 0],
    [409, 'server_error', true, false, 0],
    [413, 'misconfigured', false, false, 0],
    [422, 'misconfigured', false, false, 0],
    [429, 'rate_limited', true, false, 1000],
    [500, 'server_error', true, true, 0],
    [501, 'server_error', false, true, 0],
    [502, 'server_error', true, true, 0],
    [503, 'server_error', true, true, 0],
    [504, 'server_error', true, true, 0],
    [505, 'server_error', false, true, 0],
    [529, 'server_error', true, true, 0],
    [700, 'nonsense', true, true, 0],
  ] as const)('status %i', (status, ...expected) => expect(row(status)).toEqual(expected))

  it.each([
    ['timeout', true, true],
    ['network', true, true],
    ['nonsense', true, true],
    ['misconfigured', false, false],
    ['aborted', false, false],
  ] as const)('%s without a status', (code, retry, breaks) =>
    expect(policyOf({ code })).toMatchObject({ code, retry, breaks }),
  )

  it('goes by the code where the status was read as something else: a quota that is used up is no limit', () => {
    expect(policyOf({ code: 'misconfigured', status: 429 })).toMatchObject({ retry: false, coolsMs: 0 })
  })
})

describe('for how long a model is left alone', () => {
  const failure = (code: 'rate_limited' | 'server_error' | 'aborted', status?: number) => ({
    code,
    message: '',
    ...(status !== undefined && { status }),
  })
  it.each([
    [failure('rate_limited', 429), undefined, 1000],
    [failure('rate_limited', 429), 20_000, 20_000],
    [failure('rate_limited', 429), 31_536_000_000, 3_600_000],
    [failure('server_error', 503), 7000, 7000],
    [failure('server_error', 500), undefined, 0],
    [failure('aborted'), 5000, 0],
  ] as const)('%j, asked for %s', (given, asked, ms) => expect(coolDownMs(given, asked)).toBe(ms))
})
