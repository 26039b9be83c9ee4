// Check digits, each over the digits of a number as a string.

const at = (digits: string, i: number): number => digits.charCodeAt(i) - 48

/** ISO/IEC 7812-1, annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const value = at(digits, i) * (twice ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** ISO 13616-1 (ISO 7064 MOD 97-10), over letters and digits without spaces, upper case. */
export function isIbanSum(iban: string): boolean {
  let rest = 0
  for (let i = 0; i < iban.length; i++) {
    const code = iban.charCodeAt((i + 4) % iban.length)
    rest = code >= 65 ? (rest * 100 + code - 55) % 97 : (rest * 10 + code - 48) % 97
  }
  return rest === 1
}

/** The digits' sum, each times its weight; the weights begin anew when they are used up. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < digits.length; i++) sum += at(digits, i) * (weights[i % weights.length] ?? 0)
  return sum
}

/** ISO/IEC 7064 MOD 11,10: the last digit checks the others. */
export function isMod11And10(digits: string): boolean {
  let product = 10
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (at(digits, i) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === at(digits, digits.length - 1)
}

const TURN = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]
const SHIFT = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
]

/** J. Verhoeff, Error Detecting Decimal Codes (1969): multiplication in the dihedral group D5 and a permutation. */
export function isVerhoeff(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const shifted = at(SHIFT[i % 8] ?? '', at(digits, digits.length - 1 - i))
    sum = at(TURN[sum] ?? '', shifted)
  }
  return sum === 0
}
