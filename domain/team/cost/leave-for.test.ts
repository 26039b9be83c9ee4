import { expect, it } from 'vitest'
import type { ModelTier } from '../agent'
import { leaveFor } from './leave-for'

const real = (tier: ModelTier) => ({ name: `m-${tier}`, tier, sandbox: false })
const practice = { name: 'practice', tier: 'large' as const, sandbox: true }
const small = { tier: 'small' as const, models: [] }

it.each([
  ['one of its tier is on', [real('small'), real('large')], small, undefined, undefined],
  ['only dearer ones are on', [real('standard'), real('large')], small, undefined, 'm-standard'],
  ['only dearer ones are on, and it has leave', [real('large')], small, 'large', undefined],
  ['its leave does not go so far', [real('large')], small, 'standard', 'm-large'],
  [
    'it names a dearer one first',
    [real('small'), real('large')],
    { ...small, models: ['m-large'] },
    undefined,
    'm-large',
  ],
  [
    'it names a dearer one after another',
    [real('small'), real('large')],
    { ...small, models: ['m-small', 'm-large'] },
    undefined,
    undefined,
  ],
  ['practice models answer', [practice], small, undefined, undefined],
  ['nothing may be asked', [], small, undefined, undefined],
] as const)('an agent whose runs wait for leave: %s', (_when, offers, agent, granted, waitsFor) => {
  expect(leaveFor(offers, { ...agent, models: [...agent.models] }, granted)?.name).toBe(waitsFor)
})
