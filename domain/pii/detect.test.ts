import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectPii } from './detect'
import type { PiiSpan, PiiType } from './span'

interface Document {
  id: string
  text: string
  spans: { type: string; start: number; end: number }[]
}

/** "before [what is found] behind": the text, and where the brackets were. */
const marked = (text: string): { text: string; found: string[] } => ({
  text: text.replace(/[[\]]/g, ''),
  found: [...text.matchAll(/\[([^\]]+)\]/g)].map(([, inner = '']) => inner),
})
const cut = (text: string, spans: readonly PiiSpan[]): string[] =>
  spans.map(({ start, end }) => text.slice(start, end))

// Numbers that the authorities or python-stdnum 2.1 give as examples; nobody's.
const FOUND: [PiiType, string][] = [
  ['EMAIL_ADDRESS', 'Write to [first.last+tag@mail.example.org].'],
  ['EMAIL_ADDRESS', 'schreibt [jörg@bücher.example] uns?'],
  ['PHONE_NUMBER', 'Reach us at [(202) 555-0143] or later'],
  ['PHONE_NUMBER', 'Fax [+44 20 7946 0958]'],
  ['PHONE_NUMBER', 'Apt. 597 [202-555-0143]'],
  ['PHONE_NUMBER', 'call me at [2025550143]'],
  ['PHONE_NUMBER', '[781 1704] office'],
  ['PHONE_NUMBER', 'Telefon: [030 901820]'],
  ['CREDIT_CARD', 'paid with [4111 1111 1111 1111] today'],
  ['CREDIT_CARD', '[378282246310005]'],
  ['CREDIT_CARD', 'my card [060426070011]'],
  ['IBAN_CODE', 'to [GB82 WEST 1234 5698 7654 32] please'],
  ['IBAN_CODE', 'iban [de89370400440532013000]'],
  ['IP_ADDRESS', 'from [203.0.113.7] and'],
  ['IP_ADDRESS', 'at [2001:db8::8a2e:370:7334] it'],
  ['IP_ADDRESS', '[fe80::1] answers'],
  ['DATE_OF_BIRTH', 'born on [12 March 1980] in'],
  ['DATE_OF_BIRTH', 'DOB: [1980-03-12]'],
  ['DATE_OF_BIRTH', 'date of birth: [03/12/80]'],
  ['US_SSN', 'his number [078-05-1120] was printed'],
  ['US_SSN', 'SSN [078051120]'],
  ['US_ITIN', 'pays under [912-78-1234]'],
  ['AU_TFN', 'TFN [123 456 782]'],
  ['BR_CPF', '[390.533.447-05]'],
  ['CA_SIN', 'social insurance number [123-456-782]'],
  ['CN_RESIDENT_ID', '[360426199101010071]'],
  ['DE_TAX_ID', 'Steuer-ID: [36 574 261 809]'],
  ['ES_NIE', '[X-2482300-W]'],
  ['ES_NIF', '[54362315K]'],
  ['FR_NIR', '[2 95 10 99 126 111 93]'],
  ['ID_NIK', 'NIK: [3171011708450001]'],
  ['IN_AADHAAR', 'Aadhaar [2341 2341 2346]'],
  ['IN_PAN', '[ACUPA7085R]'],
  ['IT_FISCAL_CODE', '[RCCMNL83S18D969H]'],
  ['JP_MY_NUMBER', 'My Number: [1234 5678 9018]'],
  ['KR_RRN', '[971013-9019902]'],
  ['MX_CURP', '[BOXW310820HNERXN09]'],
  ['NL_BSN', 'BSN [111222333]'],
  ['PK_CNIC', '[34201-0891231-8]'],
  ['PL_PESEL', 'PESEL [44051401359]'],
  ['RU_SNILS', '[112-233-445 95]'],
  ['TH_TNIN', '[3-1006-00445-63-5]'],
  ['TR_TCKN', 'T.C. Kimlik [17291716060]'],
  ['UK_NHS', 'NHS number [943 476 5870]'],
  ['UK_NINO', 'NI [AB 12 34 56 C]'],
  ['ZA_ID', 'ID number [7503305044089]'],
]

const NOT_FOUND = [
  'Invoice 2026-11-21 23:08:55, total 1,249.00',
  'order 4111111111111112 was sent',
  'ticket 123456789012',
  'version 10.4.12.3 of the client',
  'at 300.1.2.3 nothing answers',
  'from 10:30:00 to 12:45:10',
  'the ratio 3::4',
  'SSN 666-12-3456 and 900-00-0000',
  'GB82WEST12345698765431',
  'part 54362315A',
  'a date, 12 March 1980, of no one',
  'ZIP 3610-114',
  'user@localhost',
  'built in 1980 1981 1982',
  'The company office is at 17031 2202 Rissik Street',
]

describe('the detector', () => {
  test.each(FOUND)('finds %s in "%s"', (type, example) => {
    const { text, found } = marked(example)
    const spans = detectPii(text)
    expect(cut(text, spans)).toEqual(found)
    expect(spans.map((span) => span.type)).toEqual([type])
  })

  test.each(NOT_FOUND)('finds nothing in "%s"', (text) => {
    expect(cut(text, detectPii(text))).toEqual([])
  })

  test('one wrong digit is no number of a person where a check digit decides', () => {
    const checked = ['CN_RESIDENT_ID', 'FR_NIR', 'IN_AADHAAR', 'KR_RRN', 'IBAN_CODE', 'CREDIT_CARD']
    for (const [type, example] of FOUND.filter(([type]) => checked.includes(type))) {
      const { text } = marked(example)
      for (let i = 0; i < text.length; i++) {
        const digit = Number(text[i])
        if (!/\d/.test(text[i] ?? '')) continue
        const wrong = `${text.slice(0, i)}${(digit + 1) % 10}${text.slice(i + 1)}`
        expect(
          detectPii(wrong).map((span) => span.type),
          wrong,
        ).not.toContain(type)
      }
    }
  })

  test('spans lie in the text, in order, without overlap, whatever the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...FOUND.map(([, example]) => marked(example).text)),
      fc.stringMatching(/^[\d().+ x@:-]{0,30}$/),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join(' ')
        let last = 0
        for (const { start, end } of detectPii(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  test('a long text of nothing but digits and gaps is read once, not again and again', () => {
    // Backtracking over it would not end within the test's time.
    for (const text of ['1 '.repeat(50_000), '1'.repeat(100_000), 'a@'.repeat(50_000), 'a1:'.repeat(30_000)])
      expect(Array.isArray(detectPii(text))).toBe(true)
  })
})

describe('the labelled sentences of presidio-research', () => {
  const file = new URL('testing/vectors/pii.json', import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Document[] }
  const detected = cases.map(({ text, spans }) => ({ spans, found: detectPii(text) }))

  test.each(['EMAIL_ADDRESS', 'PHONE_NUMBER', 'CREDIT_CARD', 'IBAN_CODE', 'US_SSN', 'IP_ADDRESS'])(
    '%s: precision at least 0.98, recall at least 0.90',
    (type) => {
      let [labelled, found, both] = [0, 0, 0]
      for (const document of detected) {
        const labels = document.spans.filter((span) => span.type === type)
        const spans = document.found.filter((span) => span.type === type)
        labelled += labels.length
        found += spans.length
        both += spans.filter(({ start, end }) =>
          labels.some((label) => label.start === start && label.end === end),
        ).length
      }
      expect(labelled).toBeGreaterThan(0)
      expect(both / found).toBeGreaterThanOrEqual(0.98)
      expect(both / labelled).toBeGreaterThanOrEqual(0.9)
    },
  )
})
