import { isLuhn, isMod11And10, isVerhoeff, weighted } from './checksums'
import { before } from './near'
import type { Found, NumberToken, PiiType } from './span'

/** A country's number for a person that is made of digits alone. */
interface NationalNumber {
  type: PiiType
  length: number
  /** As it is usually written, when that is telling by itself. */
  form?: RegExp
  /** Whether digits of this length can be one. */
  check: (digits: string) => boolean
  /** Words for it, one of which must stand before where the form does not tell. */
  words: RegExp
}

const day = (digits: string, from: number, order: 'ymd' | 'dmy' = 'ymd'): boolean => {
  const [month, date] =
    order === 'ymd'
      ? [digits.slice(from + 2, from + 4), digits.slice(from + 4, from + 6)]
      : [digits.slice(from + 2, from + 4), digits.slice(from, from + 2)]
  return Number(month) >= 1 && Number(month) <= 12 && Number(date) >= 1 && Number(date) <= 31
}
const last = (digits: string): number => Number(digits.at(-1))

/** Sources: the issuing authorities' own rules, as gathered in python-stdnum 2.1. */
const NUMBERS: NationalNumber[] = [
  {
    // Social Security Administration, since 2011: no area 000, 666 or 9xx, no group 00, no serial 0000.
    type: 'US_SSN',
    length: 9,
    form: /^\d{3}-\d{2}-\d{4}$/,
    check: (digits) => /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(digits),
    words: /\b(?:ssn|social security)\b/,
  },
  {
    type: 'US_ITIN',
    length: 9,
    form: /^9\d{2}-[5-9]\d-\d{4}$/,
    check: (digits) => /^9\d{2}[5-9]/.test(digits),
    words: /\b(?:itin|taxpayer)\b/,
  },
  {
    type: 'BR_CPF',
    length: 11,
    form: /^\d{3}\.\d{3}\.\d{3}-\d{2}$/,
    check: (digits) => {
      const first = ((weighted(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
      const second = ((weighted(digits.slice(0, 10), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
      return digits.endsWith(`${first}${second}`) && !/^(\d)\1+$/.test(digits)
    },
    words: /\bcpf\b/,
  },
  {
    type: 'RU_SNILS',
    length: 11,
    form: /^\d{3}-\d{3}-\d{3}[ -]\d{2}$/,
    check: (digits) =>
      (weighted(digits.slice(0, 9), [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(digits.slice(9)),
    words: /\b(?:snils)\b|снилс/,
  },
  {
    type: 'KR_RRN',
    length: 13,
    form: /^\d{6}-\d{7}$/,
    check: (digits) =>
      day(digits, 0) &&
      (11 - (weighted(digits.slice(0, 12), [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === last(digits),
    words: /\b(?:rrn|resident registration)\b|주민등록/,
  },
  {
    type: 'PK_CNIC',
    length: 13,
    form: /^[1-7]\d{4}-\d{7}-\d$/,
    check: (digits) => /^[1-7]/.test(digits),
    words: /\b(?:cnic|nadra)\b/,
  },
  {
    type: 'TH_TNIN',
    length: 13,
    form: /^[1-8]-\d{4}-\d{5}-\d{2}-\d$/,
    check: (digits) =>
      (11 - (weighted(digits.slice(0, 12), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 ===
      last(digits),
    words: /\b(?:thai|tnin|thailand)\b|บัตรประชาชน/,
  },
  {
    type: 'IN_AADHAAR',
    length: 12,
    check: (digits) => /^[2-9]/.test(digits) && isVerhoeff(digits),
    words: /\b(?:aadhaar|aadhar|uidai)\b/,
  },
  {
    type: 'JP_MY_NUMBER',
    length: 12,
    check: (digits) => {
      const rest = weighted(digits.slice(0, 11), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
      return (rest <= 1 ? 0 : 11 - rest) === last(digits)
    },
    words: /\bmy number\b|マイナンバー|個人番号/,
  },
  {
    type: 'ID_NIK',
    length: 16,
    check: (digits) =>
      day(String(Number(digits.slice(6, 8)) % 40).padStart(2, '0') + digits.slice(8, 12), 0, 'dmy'),
    words: /\b(?:nik|ktp)\b/,
  },
  {
    type: 'DE_TAX_ID',
    length: 11,
    check: (digits) => !digits.startsWith('0') && isMod11And10(digits),
    words: /\b(?:steuer-?(?:id|identifikationsnummer|nummer)|idnr|tax id(?:entification)?)\b/,
  },
  {
    type: 'TR_TCKN',
    length: 11,
    check: (digits) => {
      const odd = weighted(digits.slice(0, 9), [1, 0])
      const even = weighted(digits.slice(0, 9), [0, 1])
      const tenth = (((odd * 7 - even) % 10) + 10) % 10
      return (
        !digits.startsWith('0') &&
        tenth === Number(digits[9]) &&
        weighted(digits.slice(0, 10), [1]) % 10 === last(digits)
      )
    },
    words: /\b(?:tckn|t\.?c\.? kimlik|kimlik)\b/,
  },
  {
    type: 'PL_PESEL',
    length: 11,
    check: (digits) => (10 - (weighted(digits.slice(0, 10), [1, 3, 7, 9]) % 10)) % 10 === last(digits),
    words: /\bpesel\b/,
  },
  {
    type: 'UK_NHS',
    length: 10,
    check: (digits) =>
      (11 - (weighted(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === last(digits),
    words: /\bnhs\b/,
  },
  {
    type: 'CA_SIN',
    length: 9,
    check: (digits) => !/^[08]/.test(digits) && isLuhn(digits),
    words: /\b(?:sin|social insurance)\b/,
  },
  {
    type: 'AU_TFN',
    length: 9,
    check: (digits) => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    words: /\b(?:tfn|tax file)\b/,
  },
  {
    type: 'NL_BSN',
    length: 9,
    check: (digits) => (weighted(digits.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) - last(digits)) % 11 === 0,
    words: /\b(?:bsn|burgerservice(?:nummer)?|sofi)\b/,
  },
  {
    type: 'ZA_ID',
    length: 13,
    check: (digits) => day(digits, 0) && /^\d{10}[012]/.test(digits) && isLuhn(digits),
    words: /\b(?:id(?:entity)? (?:number|no|document)|south african?|rsa id)\b/,
  },
]

const ofLength = new Map(
  NUMBERS.map(({ length }) => [length, NUMBERS.filter((other) => other.length === length)]),
)

/** A number that a country gives to a person: by the form it is written in and its check digit, or by a word before it. */
export function asNationalNumber(
  text: string,
  { start, end, shown, digits }: NumberToken,
): Found | undefined {
  const same = ofLength.get(digits.length)
  if (!same) return undefined
  const ahead = before(text, start)
  for (const { type, form, check, words } of same) {
    const formed = form?.test(shown) === true
    if ((formed || words.test(ahead)) && check(digits))
      return { type, start, end, by: formed ? 'check' : 'words' }
  }
  return undefined
}
