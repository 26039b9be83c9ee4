import { expect, test } from 'vitest'
import { agent } from '../team/testing/sales-team'
import { seesByClearance } from './by-clearance'
import { permitsPersonal } from './personal'
import { serveView } from './serve-view'

const nothing = serveView({ fields: [] }, {})
const email = { type: 'EMAIL_ADDRESS', text: 'ada@mail.example' }
const card = { type: 'CREDIT_CARD', text: '4111 1111 1111 1111' }

test('who holds the categories of personal data may be sent it, each kind for itself', () => {
  const holder = permitsPersonal(agent('a', { categories: ['pii'] }), seesByClearance, nothing, [])
  expect([holder(email), holder(card)]).toEqual([true, false])
  const both = permitsPersonal(agent('a', { categories: ['pii', 'financial'] }), seesByClearance, nothing, [])
  expect(both(card)).toBe(true)
})

test('who does not may be sent what was written to it, or what a policy shows it in a field of that kind', () => {
  const other = agent('a', { categories: [] })
  expect(permitsPersonal(other, seesByClearance, nothing, [])(email)).toBe(false)
  expect(permitsPersonal(other, seesByClearance, nothing, ['Answer ada@mail.example.'])(email)).toBe(true)
  const field = (path: string, visibility: 'clear' | 'absent', categories: ['pii'] | []) => ({
    ...{ path, visibility, categories },
  })
  const state = { lead: { rows: [{ email: email.text }] }, note: email.text }
  const shown = (...fields: ReturnType<typeof field>[]) => serveView({ fields }, state)
  const permits = (served: ReturnType<typeof shown>) =>
    permitsPersonal(other, seesByClearance, served, [])(email)
  expect(permits(shown(field('lead.rows.*.email', 'clear', ['pii'])))).toBe(true)
  expect(permits(shown(field('lead.rows.*.email', 'absent', ['pii'])))).toBe(false)
  // It stands in a field that nobody declared as holding any.
  expect(permits(shown(field('note', 'clear', [])))).toBe(false)
})
