/** Money is a whole number of micro-dollars in a bigint; in JSON it is a decimal string of that number. */
export type Micros = bigint

export const MICROS_PER_DOLLAR = 1_000_000n

/**
 * Dollars from a person's or a provider's number, rounded up to the next micro-dollar.
 * @throws RangeError when negative or not finite
 */
export function microsFromDollars(dollars: number): Micros {
  if (!Number.isFinite(dollars) || dollars < 0) throw new RangeError(`not an amount of money: ${dollars}`)
  return BigInt(Math.ceil(Math.round(dollars * 1e9) / 1e3))
}

/** `$0.0132`: four decimals below $100, two from there on. */
export function formatMoney(micros: Micros): string {
  const negative = micros < 0n
  const dollars = Number(negative ? -micros : micros) / 1e6
  const digits = dollars >= 100 ? 2 : 4
  const text = dollars.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${negative ? '−' : ''}$${text}`
}

/**
 * Cost of a number of tokens at a price in micro-dollars per million of them, rounded up to the next micro-dollar.
 * @throws RangeError when the tokens are not a whole number
 */
export const costOfTokens = (tokens: number, microsPerMillion: Micros): Micros =>
  (BigInt(tokens) * microsPerMillion + 999_999n) / 1_000_000n
