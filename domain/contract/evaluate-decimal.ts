/** A number exactly as written in decimal: `digits × 10^-scale`, scale ≥ 0. */
export interface Decimal {
  digits: bigint
  scale: number
}

/**
 * Whether a number is a whole multiple of another, counted in decimal as written: 19.99 is a multiple of 0.01,
 * which binary division denies. Source: JSON Schema 2020-12 validation, 6.2.1 (the quotient is an integer).
 */
export function isMultipleOf(value: number, step: number): boolean {
  if (!(step > 0)) return true
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0
  const [left, right] = align(toDecimal(value), toDecimal(step))
  return right !== 0n && left % right === 0n
}

/** Reads a finite double as the shortest decimal that denotes it. */
export function toDecimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = value.toString().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** The double nearest to a decimal. */
export function fromDecimal(value: Decimal): number {
  return Number(`${value.digits}e-${value.scale}`)
}

/** The digits of two decimals brought to the same scale. */
function align(left: Decimal, right: Decimal): [bigint, bigint] {
  const scale = Math.max(left.scale, right.scale)
  return [rescale(left, scale), rescale(right, scale)]
}

/** The digits of a decimal at a larger scale. */
export function rescale(value: Decimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale)
}

/** Greatest common divisor of two non-negative integers. */
export function gcd(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right]
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
