import { describe, expect, it } from 'vitest'
import { forecast } from './forecast'
import { addMonths, dayOf, daysIn, isMonth } from './month'

const days = (month: string, ...micros: number[]) =>
  new Map(micros.map((each, index) => [dayOf(month, index + 1), each]))

describe('forecast', () => {
  it('says nothing before there is a whole day', () => {
    expect(forecast('2026-11', 1, new Map())).toBeUndefined()
    expect(forecast('2026-11', 3, new Map([['2026-11-03', 50]]))).toBeUndefined()
  })

  it('goes on as it went, without a range where no day differed', () => {
    const even = forecast('2026-11', 10, days('2026-11', ...Array.from({ length: 10 }, () => 100)))
    expect(even).toMatchObject({ mid: 3000, low: 3000, high: 3000, days: 9 })
    expect(even?.coming.map(({ day }) => day)).toHaveLength(21)
  })

  it('does not count the days before the first call, nor less than is spent', () => {
    const late = forecast(
      '2026-11',
      29,
      new Map([
        ['2026-11-28', 100],
        ['2026-11-29', 500],
      ]),
    )
    expect(late).toMatchObject({ mid: 700, days: 1, low: 600 })
  })

  it('tells weekends apart once it knows three of their days', () => {
    const spent = new Map<string, number>()
    for (let day = 1; day <= 20; day++)
      spent.set(dayOf('2026-11', day), [0, 1, 6].includes(day % 7) && day % 7 !== 6 ? 10 : 100)
    const told = forecast('2026-11', 21, spent)
    expect(told?.weekends).toBe(true)
  })
})

describe('month', () => {
  it('counts across years', () => {
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
    expect([daysIn('2026-02'), daysIn('2028-02'), daysIn('2026-11')]).toEqual([28, 29, 30])
    expect([isMonth('2026-11'), isMonth('2026-13'), isMonth('x')]).toEqual([true, false, false])
  })
})
