import type { Micros } from './money'
import type { BudgetScope } from './window'

/**
 * Whose budget it is, within a sentence: `agent Drafting`, `agent Drafting in team Inbound leads`, `team Inbound leads`,
 * `the workspace`.
 */
export const whose = ({
  scope,
  subjectName,
  teamName,
}: {
  scope: BudgetScope
  subjectName: string
  /** Of an agent's budget that counts in one team only. */
  teamName?: string | undefined
}): string =>
  scope === 'workspace' ? 'the workspace' : `${scope} ${subjectName}${teamName ? ` in team ${teamName}` : ''}`

/** Calls like the one that was blocked that a new cap is to let through. */
const CALLS_AHEAD = 10n
const CENT = 10_000n

/**
 * The cap to propose when one blocks a call: at least twice the old one, and room for ten such calls beside what is
 * used; rounded up to an amount people read at a glance (two digits, the second a 0 or a 5; whole cents).
 * @param block micro-dollars: the cap, what is spent and reserved, the worst case of the call
 */
export function proposedCap(block: { cap: Micros; used: Micros; needed: Micros }): Micros {
  const [doubled, ahead] = [block.cap * 2n, block.used + block.needed * CALLS_AHEAD]
  const least = doubled > ahead ? doubled : ahead
  const half = 10n ** BigInt(least.toString().length - 1) / 2n
  const step = half > CENT ? half : CENT
  return ((least + step - 1n) / step) * step
}
