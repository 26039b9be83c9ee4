import { z } from 'zod'
import { detectPii } from '../pii/detect'

const listOf = (most: number) => z.array(z.string().trim().min(1).max(most)).max(10).default([])

/** A person as they are looked for: by any of these. */
export const subjectSchema = z
  .object({
    emails: listOf(254),
    phones: listOf(40),
    names: listOf(120),
    /** What your own systems call them: a customer's or an employee's number. */
    ids: listOf(80),
  })
  .superRefine((subject, context) => {
    const faulty = (kind: SubjectKind, i: number, message: string) =>
      context.addIssue({ code: 'custom', path: [kind, i], message })
    if (KINDS.every((kind) => subject[kind].length === 0))
      context.addIssue({ code: 'custom', path: ['emails'], message: 'Say whom you are looking for.' })
    for (const [i, email] of subject.emails.entries())
      if (!/^[^\s@]+@[^\s@]+$/u.test(email)) faulty('emails', i, `“${email}” is no e-mail address.`)
    for (const [i, phone] of subject.phones.entries())
      if (digitsOf(phone).length < 6) faulty('phones', i, 'A phone number has six digits or more.')
    for (const [i, name] of subject.names.entries())
      if ((name.match(/\p{L}/gu) ?? []).length < 2 || folded(name).length < 3)
        faulty('names', i, 'A name has three signs or more: shorter ones stand in many other words.')
    for (const [i, id] of subject.ids.entries())
      if (id.length < 3) faulty('ids', i, 'An id has three signs or more: shorter ones stand everywhere.')
  })
export type Subject = z.infer<typeof subjectSchema>
export type SubjectKind = keyof Subject

export const KINDS = ['emails', 'phones', 'names', 'ids'] as const satisfies readonly SubjectKind[]

/** Whether a text, or a number, names the person. */
export type Names = (value: string | number) => boolean

/**
 * What finds a person in single values: an e-mail address, a phone number, a name or an id, whole or as words within a
 * text. Case, composed or decomposed accents, the blanks between words and the spelling of addresses on the web (`%40`) do
 * not count; in a phone number only the digits do, with or without the country's prefix where both are written
 * internationally. What is longer than the identifier (`ada@example.org` in `nada@example.org`) is another.
 */
export function namesOf(subject: Subject): Names {
  const emails = new Set(subject.emails.map(folded))
  const phones = subject.phones.map(internationalDigits)
  const ids = new Set(subject.ids.map((id) => id.normalize('NFKC').trim()))
  const words = [
    ...subject.emails.map((email) => bounded(folded(email), '[\\p{L}\\p{N}._%+@-]')),
    ...subject.names.flatMap(spellings).map((name) => bounded(name, '[\\p{L}\\p{N}]')),
  ]
  const idWords = [...ids].map((id) => bounded(id, '[\\p{L}\\p{N}_-]'))
  return (value) => {
    if (typeof value === 'number') return ids.has(String(value)) || phones.includes(String(value))
    return value.length >= 3 && readings(value).some(isNamed)
  }

  function isNamed(value: string): boolean {
    const exact = value.normalize('NFKC')
    const text = folded(exact)
    return (
      emails.has(text) ||
      words.some((word) => word.test(text)) ||
      idWords.some((word) => word.test(exact)) ||
      (phones.length > 0 && namesPhone(value, phones))
    )
  }
}

/** A text as it stands and, where signs in it are written as an address on the web has them, as what they are. */
function readings(text: string): string[] {
  if (!/%[0-9a-f]{2}|\+/i.test(text)) return [text]
  const plain = text.replace(/(?:%[0-9a-f]{2})+/gi, (signs) =>
    new TextDecoder().decode(Uint8Array.from(signs.slice(1).split('%'), (byte) => Number.parseInt(byte, 16))),
  )
  return [text, plain, plain.replaceAll('+', ' ')]
}

/** Whether any sign of the other is one of this person's: what a hold on one keeps of the other. */
export function overlaps(a: Subject, b: Subject): boolean {
  const names = namesOf(a)
  return KINDS.some((kind) => b[kind].some(names))
}

/** A few signs by which those who look know the person, and nobody else does: `a…@e….org`, `…4417`, `A. L.`. */
export function maskedSubject({ emails, phones, names, ids }: Subject): string {
  return [
    ...names.map((name) =>
      name
        .split(/\s+/)
        .map((word) => `${[...word][0]}.`)
        .join(' '),
    ),
    ...emails.map((email) => {
      const [local = '', domain = ''] = email.split('@')
      return `${[...local][0] ?? ''}…@${[...domain][0] ?? ''}…${/\.[^.]+$/.exec(domain)?.[0] ?? ''}`
    }),
    ...phones.map((phone) => `…${digitsOf(phone).slice(-2)}`),
    ...ids.map((id) => `…${id.slice(-2)}`),
  ].join(', ')
}

/**
 * A POSIX regular expression (PostgreSQL's `~`) that every text with the person in it fits, and some others do: it spares
 * reading the rest. Text is JSON as the database writes it.
 */
export function roughPattern(subject: Subject): string {
  const parts = [
    ...subject.emails.map(loose),
    ...subject.names.flatMap((name) => spellings(name).map(loose)),
    ...subject.ids.map(loose),
    ...subject.phones.map((phone) =>
      internationalDigits(phone).slice(-6).split('').join(`([^0-9]|${BYTE}){0,4}`),
    ),
  ]
  return parts.length === 0 ? '(?!)' : parts.map((part) => `(${part})`).join('|')
}

/** `Ada Lovelace` is `Lovelace, Ada` in a list. */
function spellings(name: string): string[] {
  const words = folded(name).split(' ')
  if (words.length < 2) return [folded(name)]
  return [words.join(' '), `${words.at(-1)}, ${words.slice(0, -1).join(' ')}`]
}

const folded = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase()
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')
/** `0049 …`, `+49 …` and `49 …` are one; a national number keeps its digits without the zero in front. */
const internationalDigits = (phone: string): string => digitsOf(phone).replace(/^0+/, '')

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
const bounded = (text: string, inner: string): RegExp =>
  new RegExp(`(?<!${inner})${escaped(text)}(?!${trailing(inner)})`, 'u')
/** A full stop or hyphen after it may end the sentence; only one that a sign follows goes on. */
const trailing = (inner: string): string =>
  inner.includes('.') ? `[\\p{L}\\p{N}_%+@]|[.-][\\p{L}\\p{N}]` : inner

/** Stretches that the detector holds for phone numbers, and those that stand alone as one. */
function namesPhone(text: string, phones: readonly string[]): boolean {
  const known = (stretch: string): boolean => {
    const digits = internationalDigits(stretch)
    return digits.length >= 6 && phones.some((phone) => sameNumber(digits, phone))
  }
  if (/^[\d\s()+./-]{6,40}$/.test(text)) return known(text)
  for (const { 0: stretch } of text.matchAll(/\+?\d[\d\s()./-]{4,38}\d/g)) if (known(stretch)) return true
  return detectPii(text).some(
    ({ type, start, end }) => type === 'PHONE_NUMBER' && known(text.slice(start, end)),
  )
}

/** One may be written without the country: the rest, of seven digits or more, is the same then. */
function sameNumber(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return long === short || (short.length >= 7 && long.length - short.length <= 3 && long.endsWith(short))
}

/** As an address on the web spells what is no plain letter or digit. */
const BYTE = '%[0-9A-Fa-f]{2}'

/** A letter beyond ASCII may be written in one sign or two, and in either case. */
function loose(text: string): string {
  const signs = [...text.normalize('NFKC').trim().replace(/\s+/gu, ' ')]
  return signs
    .map((sign) => {
      if (sign === ' ') return `(\\s|\\\\[ntr]|[^ -~]|\\+|${BYTE})+`
      if (/[a-z]/i.test(sign)) return `([${sign.toLowerCase()}${sign.toUpperCase()}]|[^ -~])`
      if (sign === '"' || sign === '\\') return `(\\\\${escaped(sign)}|${BYTE})`
      if (/[ -~]/.test(sign)) return `(${escaped(sign)}|[^ -~]|${BYTE})`
      return `(.{1,3}|.?(${BYTE}){1,6})`
    })
    .join('')
}
