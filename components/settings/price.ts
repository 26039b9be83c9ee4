import type { Micros } from '@/domain/budget/money'

/** `2.5` as people type a price in dollars. */
export const showPrice = (micros: Micros | null): string => {
  if (micros === null) return ''
  const cents = micros % 1_000_000n
  return `${micros / 1_000_000n}${cents ? `.${cents.toString().padStart(6, '0').replace(/0+$/, '')}` : ''}`
}

/** `$2.50`, `$0.15`, `$0.075`: two decimals, more where they say something. */
export function formatPrice(micros: Micros): string {
  const [whole = '0', part = ''] = showPrice(micros).split('.')
  return `$${whole}.${part.padEnd(2, '0')}`
}

/**
 * Micro-dollars from what was typed: `$2.50`, `2,5`, `0`. Empty means unknown, hence null.
 * @returns undefined when it is no amount with at most six decimals
 */
export function readPrice(text: string): Micros | null | undefined {
  const bare = text.trim().replace(/^\$/, '').replace(',', '.')
  if (bare === '') return null
  const match = /^(\d{1,5})(?:\.(\d{1,6}))?$/.exec(bare)
  if (!match) return undefined
  return BigInt(match[1] ?? 0) * 1_000_000n + BigInt((match[2] ?? '').padEnd(6, '0'))
}

/** Whether a price is missing, without which a model is never asked. */
export const isUnpriced = (model: {
  inMicrosPerMTok: Micros | null
  outMicrosPerMTok: Micros | null
}): boolean => model.inMicrosPerMTok === null || model.outMicrosPerMTok === null
