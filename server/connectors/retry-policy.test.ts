import { expect, it } from 'vitest'
import { policyOfAnswer, policyOfError } from './retry-policy'

it.each([
  [200, false, false],
  [302, false, false],
  [400, false, false],
  [401, false, false],
  [404, false, false],
  [408, true, true],
  [409, false, false],
  [425, true, false],
  [429, true, false],
  [500, true, true],
  [501, false, true],
  [502, true, true],
  [503, true, true],
  [505, false, true],
])('an answer with %i', (status, retry, breaks) => expect(policyOfAnswer(status)).toEqual({ retry, breaks }))

it.each([
  ['timeout', true, true],
  ['network', true, true],
  ['circuit_open', true, false],
  ['too_large', false, false],
  ['unknown_connection', false, false],
  ['refused_address', false, false],
  ['misconfigured', false, false],
] as const)('a call that ended with %s', (code, retry, breaks) =>
  expect(policyOfError(code)).toEqual({ retry, breaks }),
)
