/** How a value that may not be read is shown, by the word that a policy gives in its `@mask`. */
export const MASKS = ['redacted', 'last-four', 'year'] as const
export type Mask = (typeof MASKS)[number]

/** What stands in the place of a value that is there but may not be read. */
export const REDACTED = '[masked]'

/** The shortest of which four characters do not give away most: a card has 12 or more, a telephone number 8. */
const LONG_ENOUGH = 8
/** An IBAN, the longest number that is known by its end, has 34 (ISO 13616-1). */
const SHORT_ENOUGH = 34

/** A value as its mask leaves it. What a mask does not fit is redacted: free text always is, and whole. */
export function masked(value: unknown, mask: Mask): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  if (text === undefined) return REDACTED
  switch (mask) {
    case 'redacted':
      return REDACTED
    case 'last-four': {
      const kept = text.replace(/[^\p{L}\p{N}]/gu, '')
      return isNumbered(kept) ? `[masked] ${kept.slice(-4)}` : REDACTED
    }
    case 'year': {
      const year = /^(\d{4})-\d{2}-\d{2}(?:T[\d:.]{4,12}(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text)?.[1]
      return year === undefined ? REDACTED : `[masked] ${year}`
    }
  }
}

/** Whether letters and digits are those of a number: words, whose last letters tell of them, are none. */
const isNumbered = (kept: string): boolean =>
  kept.length >= LONG_ENOUGH &&
  kept.length <= SHORT_ENOUGH &&
  kept.replace(/\P{N}/gu, '').length * 2 > kept.length

/** Of several that permit a mask, what shows most: each permits on its own. */
export const mostTelling = (masks: readonly Mask[]): Mask =>
  masks.find((mask) => mask === 'last-four') ?? masks.find((mask) => mask === 'year') ?? 'redacted'
