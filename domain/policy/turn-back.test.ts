import { expect, test } from 'vitest'
import { pseudonymOf } from './pseudonym'
import { turnBack } from './turn-back'

const key = new Uint8Array(32).fill(7)
const other = new Uint8Array(32).fill(8)
const state = { lead: { email: 'ada@mail.example', rows: [{ age: 41 }] } }
const alias = (value: unknown, under = key) => pseudonymOf(under, value)

test('fields that are a pseudonym of the run say the value again, and which they are is told', () => {
  const body = { to: alias('ada@mail.example'), about: { age: alias(41) }, subject: 'Hello' }
  expect(
    turnBack(
      body,
      () => key,
      () => state,
    ),
  ).toEqual({
    body: { to: 'ada@mail.example', about: { age: 41 }, subject: 'Hello' },
    fields: ['to', 'about.age'],
  })
})

test('a pseudonym of another run, one within a text, and one that nothing bears stay', () => {
  const body = {
    foreign: alias('ada@mail.example', other),
    text: `Dear ${alias('ada@mail.example')}`,
    unknown: alias('nobody'),
  }
  expect(
    turnBack(
      body,
      () => key,
      () => state,
    ),
  ).toEqual({ body, fields: [] })
})

test('nothing is worked out where there is no pseudonym', () => {
  const body = { to: 'ada@mail.example' }
  const never = () => {
    throw new Error('asked for the key')
  }
  expect(turnBack(body, never, () => state).body).toBe(body)
  expect(turnBack(undefined, never, () => state)).toEqual({ body: undefined, fields: [] })
})
