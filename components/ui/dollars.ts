import type { Micros } from '@/domain/budget/money'

/** `2400`, `0.0005`: as people type dollars. */
export function showDollars(micros: Micros): string {
  const part = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  return `${micros / 1_000_000n}${part ? `.${part.padEnd(2, '0')}` : ''}`
}

/**
 * Micro-dollars from what was typed: `$2,400`, `0.5`, `1 250.00`.
 * @returns undefined when it is no amount with at most six decimals
 */
export function readDollars(text: string): Micros | undefined {
  const bare = text
    .trim()
    .replace(/^\$/, '')
    .replaceAll(/[\s,](?=\d{3}(\D|$))/g, '')
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(bare)
  if (!match) return undefined
  return BigInt(match[1] ?? 0) * 1_000_000n + BigInt((match[2] ?? '').padEnd(6, '0'))
}
