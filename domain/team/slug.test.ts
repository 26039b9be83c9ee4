import { describe, expect, it } from 'vitest'
import { slugOf, slugSchema } from './slug'

describe('a slug from a name', () => {
  it.each([
    ['Quote Writer', 'quote-writer'],
    ['Éclair Café & Söhne', 'eclair-cafe-sohne'],
    ['2nd line: triage!', 'nd-line-triage'],
    ['ﬁnance', 'finance'],
    ['営業', ''],
  ])('%s', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
    if (slug) expect(slugSchema.parse(slug)).toBe(slug)
  })

  it('is cut without a dash left at its end', () => {
    expect(slugOf('quote desk', 6)).toBe('quote')
    expect(slugOf('a'.repeat(80))).toHaveLength(60)
  })
})
