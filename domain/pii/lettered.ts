import { weighted } from './checksums'
import type { Found, PiiType } from './span'

/** A country's number for a person with letters in it, or with a form that is telling by itself. */
interface Lettered {
  type: PiiType
  /** With the gaps that people leave in it. */
  form: RegExp
  /** Over its letters, upper case, and digits. */
  check?: (word: string) => boolean
}

const whole = (form: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_@.-])(?:${form})(?![\\p{L}\\p{N}_@])`, 'giu')

/** Sources: as in national-number.ts. */
const LETTERED: Lettered[] = [
  {
    // HMRC's National Insurance Manual, NIM39110.
    type: 'UK_NINO',
    form: whole('(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d\\d ?\\d\\d ?\\d\\d ?[A-D]'),
  },
  { type: 'IN_PAN', form: whole('[A-Z]{3}[ABCFGHLJPT][A-Z]\\d{4}[A-Z]') },
  {
    type: 'ES_NIF',
    form: whole('\\d{8}-?[A-Z]'),
    check: (word) => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(word.slice(0, 8)) % 23] === word[8],
  },
  {
    type: 'ES_NIE',
    form: whole('[XYZ]-?\\d{7}-?[A-Z]'),
    check: (word) =>
      'TRWAGMYFPDXBNJZSQVHLCKE'[Number(`${'XYZ'.indexOf(word[0] ?? '')}${word.slice(1, 8)}`) % 23] ===
      word[8],
  },
  {
    // Decreto MEF 12 marzo 1974; letters stand for digits where two people would have the same code.
    type: 'IT_FISCAL_CODE',
    form: whole('[A-Z]{6}[\\dL-NP-V]{2}[A-EHLMPRST][\\dL-NP-V]{2}[A-Z][\\dL-NP-V]{3}[A-Z]'),
    check: (word) => fiscalSum(word) === word[15],
  },
  {
    type: 'MX_CURP',
    form: whole(
      '[A-Z][AEIOUX][A-Z]{2}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z\\d]\\d',
    ),
  },
  {
    // GB 11643-1999.
    type: 'CN_RESIDENT_ID',
    form: whole('[1-6]\\d{5}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dX]'),
    check: (word) =>
      '10X98765432'[
        weighted(word.slice(0, 17), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11
      ] === word[17],
  },
  {
    type: 'FR_NIR',
    form: whole('[12] ?\\d\\d ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d\\d|2[AB]) ?\\d{3} ?\\d{3} ?\\d\\d'),
    check: (word) => {
      const digits = word.replace('2A', '19').replace('2B', '18')
      return 97 - Number(BigInt(digits.slice(0, 13)) % 97n) === Number(digits.slice(13))
    },
  },
]

export function findLettered(text: string): Found[] {
  const found: Found[] = []
  for (const { type, form, check } of LETTERED)
    for (const { 0: shown, index } of text.matchAll(form))
      if (check?.(shown.replace(/[ -]/g, '').toUpperCase()) ?? true)
        found.push({ type, start: index, end: index + shown.length, by: 'check' })
  return found
}

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function fiscalSum(word: string): string {
  let sum = 0
  for (let i = 0; i < 15; i++) {
    const code = word.charCodeAt(i)
    const value = code >= 65 ? code - 65 : code - 48
    sum += i % 2 === 0 ? (ODD[value] ?? 0) : value
  }
  return String.fromCharCode(65 + (sum % 26))
}
