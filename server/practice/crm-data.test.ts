import { describe, expect, it } from 'vitest'
import { dayFrom, generateCrm, profileOf } from './crm-data'

const data = generateCrm('2026-11-21')

describe('generateCrm', () => {
  it('is the same each time, and moves with its anchor', () => {
    expect(generateCrm('2026-11-21')).toEqual(data)
    expect(generateCrm('2026-11-22').accounts).toEqual(data.accounts)
    expect(generateCrm('2026-11-22').activities).not.toEqual(data.activities)
  })

  it('has the promised size', () => {
    const contacts = data.accounts.flatMap((account) => account.contacts)
    const sizes = [data.accounts, data.deals, data.activities, data.news, contacts].map((list) => list.length)
    const about = [300, 750, 2450, 400, 590]
    sizes.forEach((size, i) => expect(Math.abs(size - (about[i] ?? 0)) / size).toBeLessThan(0.12))
    expect(new Set(data.accounts.map(({ name }) => name)).size).toBe(300)
  })

  it('names nobody real: every address is .example, every number 555-01xx', () => {
    for (const { website, contacts } of data.accounts) {
      expect(website).toMatch(/^https:\/\/[a-z-]+\.example$/)
      for (const { email, phone } of contacts) {
        expect(email).toMatch(/^[a-z.]+@[a-z-]+\.example$/)
        expect(phone).toMatch(/^\+1 555 01\d\d$/)
      }
    }
  })

  it('gives every account a deal, and three in four nothing that needs a person', () => {
    const normal = data.accounts.filter((_, i) => profileOf(i) === 'normal').length
    expect(normal / 300).toBeGreaterThan(0.73)
    expect(normal / 300).toBeLessThan(0.78)
    for (const { id } of data.accounts) expect(data.deals.some((deal) => deal.account_id === id)).toBe(true)
    expect(data.deals.filter(({ amount }) => amount > 50_000).length).toBeGreaterThan(15)
  })

  it('holds nothing from the future', () => {
    expect(data.activities.every(({ at }) => at < '2026-11-21')).toBe(true)
    expect(dayFrom('2026-03-01', -1)).toBe('2026-02-28')
  })
})
