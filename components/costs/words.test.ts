import { describe, expect, it } from 'vitest'
import type { ListedBudget, Summary } from './cost-types'
import { csvOf } from './csv'
import { readDollars, showDollars } from '@/components/ui/dollars'
import { outlookOf } from './outlook'
import { scaleOf, stackOf } from './series'

const budget = (part: Partial<ListedBudget>): ListedBudget => ({
  id: 'bud_1',
  scope: 'agent',
  subject: 'writer',
  subjectName: 'Writer',
  team: '',
  teamName: null,
  period: 'day',
  capMicros: 20_000_000n,
  hard: true,
  timeZone: null,
  warnPercent: 80,
  warnedAt: null,
  spentMicros: 0n,
  reservedMicros: 0n,
  updatedAt: new Date(0),
  ...part,
})
const noon = { day: '2026-11-16', minute: 720 }

describe('outlook', () => {
  it.each([
    [{ spentMicros: 5_000_000n }, 0, 'within'],
    [{ spentMicros: 15_000_000n }, 0, 'spent by 16:00'],
    [{ spentMicros: 15_000_000n, period: 'month' as const }, 0, 'spent by 21 Nov'],
    [{ spentMicros: 19_000_000n, reservedMicros: 1_000_000n }, 0, 'blocks every call'],
    [{ spentMicros: 21_000_000n, hard: false }, 0, 'over, goes on'],
    [{ spentMicros: 16_000_000n, timeZone: 'Asia/Tokyo' }, 0, 'over 80 %'],
    [{ spentMicros: 1n }, 2, '2 runs blocked'],
    [{ period: 'run' as const }, 0, 'each run anew'],
  ])('%o with %i blocked: %s', (part, blocked, word) => {
    expect(outlookOf(budget(part), blocked, noon).word).toBe(word)
  })
})

describe('dollars', () => {
  it.each([
    ['$2,400', 2_400_000_000n],
    ['0.5', 500_000n],
    ['1 250.00', 1_250_000_000n],
    ['0.000001', 1n],
    ['1.2345678', undefined],
    ['-1', undefined],
    ['1,5', undefined],
    ['', undefined],
  ])('%s', (text, micros) => expect(readDollars(text)).toBe(micros))

  it('shows what it reads', () => {
    expect([2_400_000_000n, 500_000n, 1n].map(showDollars)).toEqual(['2400', '0.50', '0.000001'])
  })
})

const days = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, index) => ({
  day: '2026-11-01',
  key,
  calls: 1,
  micros: BigInt(60 - index * 10),
}))
const summary = { by: 'agent', groups: days, days } as unknown as Summary

describe('pictures', () => {
  it('gather what is beyond the four biggest', () => {
    const { series, days: rows } = stackOf(summary, (key) => key.toUpperCase())
    expect(series.map(({ label, micros }) => [label, micros])).toEqual([
      ['A', 60n],
      ['B', 50n],
      ['C', 40n],
      ['D', 30n],
      ['2 others', 30n],
    ])
    expect(rows.get('2026-11-01')).toEqual([60, 50, 40, 30, 30])
  })

  it('have even marks that reach the most', () => {
    expect(scaleOf(121e6)).toEqual([0, 50e6, 100e6, 150e6])
    expect(scaleOf(0)).toEqual([0, 1e6])
  })

  it('are written for spreadsheets, formulas defused', () => {
    const [row] = days
    const text = csvOf({ ...summary, days: row ? [row] : [] }, () => '=1+"1",2')
    expect(text).toBe('day,agent,name,calls,dollars\r\n2026-11-01,a,"\'=1+""1"",2",1,0.000060\r\n')
  })
})
