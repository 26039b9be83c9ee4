import { describe, expect, it } from 'vitest'
import { maskedSubject, namesOf, overlaps, roughPattern, subjectSchema, type Subject } from './subject'

const subject = (more: Partial<Subject>): Subject => subjectSchema.parse(more)
const mira = subject({
  emails: ['Mira.Quint@Example.org'],
  phones: ['+49 30 1234 5678'],
  names: ['Mira Élise Quint'],
  ids: ['C-48213'],
})

describe('who is meant', () => {
  it.each([
    ['MIRA.QUINT@example.ORG', 'an e-mail address in another case'],
    ['Write to mira.quint@example.org.', 'an address at the end of a sentence'],
    ['<mira.quint@example.org>', 'an address in brackets'],
    ['0049 30 12345678', 'a number with another prefix'],
    ['030 1234-5678', 'the national number'],
    ['Her number is (030) 1234 5678, after six.', 'a number within a text'],
    ['mira élise  quint', 'another case and more blanks'],
    ['Mira E\u0301lise Quint said yes', 'accents in two signs'],
    ['Quint, Mira Élise', 'the family name first'],
    ['Customer C-48213 called', 'an id in a text'],
    ['/contacts/mira.quint%40example.org/notes', 'an address in a path'],
    ['/contacts?mail=mira.quint%40example.org&n=1', 'an address in a query'],
    ['/people?name=Mira+%C3%89lise+Quint', 'a name in a query'],
    ['/people/Mira%20E%CC%81lise%20Quint', 'a name in a path, accents in two signs'],
    ['/people?phone=%2B49%2030%201234%205678', 'a number in a query'],
  ])('is found: %s', (text) => {
    expect(namesOf(mira)(text)).toBe(true)
    expect(new RegExp(roughPattern(mira), 'u').test(JSON.stringify(text))).toBe(true)
  })

  it.each([
    ['samira.quint@example.org', 'another address that ends alike'],
    ['mira.quint@example.org.uk', 'a longer domain'],
    ['Mira Élise Quintus', 'a longer name'],
    ['Mira', 'a part of the name'],
    ['C-482134', 'a longer id'],
    ['c-48213', 'an id in another case'],
    ['+49 30 1234 5679', 'another number'],
    ['2026-11-21', 'a date'],
    ['/contacts/samira.quint%40example.org', 'another address in a path'],
    ['100 %ZZ + 5 %', 'signs that spell nothing'],
    ['', 'nothing'],
  ])('is another: %s', (text) => {
    expect(namesOf(mira)(text)).toBe(false)
  })

  it('may be a number', () => {
    expect(namesOf(subject({ ids: ['48213'] }))(48213)).toBe(true)
    expect(namesOf(subject({ ids: ['48213'] }))(482130)).toBe(false)
  })

  it('is known from a part of the identifiers', () => {
    expect(overlaps(mira, subject({ emails: ['mira.quint@example.org'] }))).toBe(true)
    expect(overlaps(mira, subject({ emails: ['other@example.org'], names: ['Otto Vane'] }))).toBe(false)
  })
})

it('is never told in full', () => {
  const said = maskedSubject(mira)
  expect(said).toBe('M. É. Q., M…@E….org, …78, …13')
})

it.each([
  [{}, 'emails'],
  [{ emails: ['nobody'] }, 'emails'],
  [{ phones: ['12'] }, 'phones'],
  [{ names: ['A'] }, 'names'],
  [{ ids: ['7'] }, 'ids'],
])('does not look for %j', (given, where) => {
  const { error } = subjectSchema.safeParse(given)
  expect(error?.issues[0]?.path[0]).toBe(where)
})
