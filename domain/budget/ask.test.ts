import { describe, expect, it } from 'vitest'
import { proposedCap, whose } from './ask'

describe('the cap to propose', () => {
  it.each([
    ['ten more calls beside what is used', { cap: 100n, used: 1_200n, needed: 15_100n }, 200_000n],
    [
      'twice the cap, where that is more',
      { cap: 20_000_000n, used: 19_990_000n, needed: 15_100n },
      40_000_000n,
    ],
    [
      'what was spent before the budget was made',
      { cap: 10_000n, used: 3_120_000n, needed: 20_000n },
      3_500_000n,
    ],
    ['a cent at least', { cap: 0n, used: 0n, needed: 1n }, 10_000n],
    ['whole cents below a dime', { cap: 21_000n, used: 0n, needed: 1n }, 50_000n],
  ])('%s', (_, block, proposed) => expect(proposedCap(block)).toBe(proposed))
})

it('names whose budget it is', () => {
  expect(whose({ scope: 'team', subjectName: 'Inbound leads' })).toBe('team Inbound leads')
  expect(whose({ scope: 'agent', subjectName: 'Drafting', teamName: 'Inbound leads' })).toBe(
    'agent Drafting in team Inbound leads',
  )
  expect(whose({ scope: 'workspace', subjectName: '' })).toBe('the workspace')
})
