import { describe, expect, test } from 'vitest'
import { netted, nettedValue, type Caught } from './net'

const all = (value: unknown) =>
  nettedValue(value, (text, { field }) => netted(text, undefined, field ? { field } : {}))

describe('the net', () => {
  test('replaces what is personal by what it is, and counts it', () => {
    const text = 'Write to ada@mail.example or call +1 415-555-0133; ada@mail.example is better.'
    expect(netted(text)).toEqual({
      value: 'Write to [EMAIL_ADDRESS] or call [PHONE_NUMBER]; [EMAIL_ADDRESS] is better.',
      caught: { EMAIL_ADDRESS: 2, PHONE_NUMBER: 1 },
    })
  })

  test('lets through what its reader may have, and nothing beside it', () => {
    const text = 'ada@mail.example and bob@mail.example'
    const permits = ({ text: one }: { text: string }) => one.startsWith('ada')
    expect(netted(text, permits).value).toBe('ada@mail.example and [EMAIL_ADDRESS]')
  })

  test('leaves a clean text as it is, and its own words alone', () => {
    for (const text of [
      '',
      'Nothing here.',
      '[EMAIL_ADDRESS] was here',
      'Order ORD-10023 of 2026-11-21: 4 pieces',
    ])
      expect(netted(text)).toEqual({ value: text, caught: {} })
  })

  test('takes others’ findings besides; where both found something its own word holds', () => {
    const text = 'Ada Lovelace, ada@mail.example'
    const more = [
      { type: 'PERSON', start: 0, end: 12 },
      { type: 'PERSON', start: 14, end: 17 },
    ]
    expect(netted(text, undefined, { more })).toEqual({
      value: '[PERSON], [EMAIL_ADDRESS]',
      caught: { PERSON: 1, EMAIL_ADDRESS: 1 },
    })
  })

  test('goes through values to the last text, names of fields and numbers too', () => {
    const value = {
      rows: [{ note: 'SSN 123-45-6789' }, { 'bob@mail.example': true }],
      card: 4111111111111111,
      amount: 125_000,
      at: null,
    }
    const caught: Caught = { US_SSN: 1, EMAIL_ADDRESS: 1, CREDIT_CARD: 1 }
    expect(all(value)).toEqual({
      value: {
        rows: [{ note: 'SSN [US_SSN]' }, { '[EMAIL_ADDRESS]': true }],
        card: '[CREDIT_CARD]',
        amount: 125_000,
        at: null,
      },
      caught,
    })
  })

  test('knows a date of birth and a plain telephone number by the name of their field', () => {
    const person = { date_of_birth: '1980-03-12', phoneNumber: '4155550133', order_date: '1980-03-12' }
    expect(all(person)).toEqual({
      value: { date_of_birth: '[DATE_OF_BIRTH]', phoneNumber: '[PHONE_NUMBER]', order_date: '1980-03-12' },
      caught: { DATE_OF_BIRTH: 1, PHONE_NUMBER: 1 },
    })
  })

  test('gives back the same object where nothing was caught', () => {
    const value = { a: ['b', 1, null, { c: 'd' }] }
    expect(all(value).value).toBe(value)
  })
})
