import { expect, test } from 'vitest'
import { asksInWords, forInWords } from './rule-words'

const none = { fourEyes: false, clearance: null, categories: [], group: null }

test.each([
  [{ team: null, connection: null, risk: null }, 'all teams'],
  [{ team: null, connection: null, risk: 'low' }, 'all teams'],
  [
    { team: 'Refunds', connection: 'bank', risk: 'high' },
    'the team Refunds, sending to House bank, of high risk',
  ],
  [{ team: null, connection: null, risk: 'medium' }, 'all teams, of medium or high risk'],
] as const)('conditions in words', (conditions, says) => {
  expect(forInWords(conditions, (slug) => `House ${slug}`)).toBe(says)
})

test.each([
  [{ ...none, fourEyes: true }, 'four eyes'],
  [
    { ...none, clearance: 'confidential', categories: ['pii'] },
    'clearance confidential for personal (pii) data',
  ],
  [{ ...none, categories: ['pii', 'phi'] }, 'clearance for personal (pii) and health (phi) data'],
  [{ ...none, fourEyes: true, group: { name: 'Legal' } }, 'four eyes, somebody of Legal'],
] as const)('demands in words', (demands, says) => {
  expect(asksInWords(demands)).toBe(says)
})
