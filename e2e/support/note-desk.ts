import { internal, object, open, orNull, text, whole, word } from '@/prisma/seed/fields'
import { example, type Example } from '@/prisma/seed/examples/example'
import { forEachLine } from '@/prisma/seed/examples/for-each-line'
import { PEOPLE } from '@/prisma/seed/people'

const agent = (slug: string, name: string, job: string) => ({
  ...{ slug, name, job, owner: PEOPLE.operator.name },
  clearance: 'internal' as const,
  tier: 'small' as const,
  autonomy: 3,
})
const READER = agent('line-reader', 'Line reader', 'Looks a line up.')
const DEPUTY = agent('order-deputy', 'Order deputy', 'Writes what the clerk will not.')

/** A line of an order whose day is not known, which the clerk refuses to confirm. */
export const UNCLEAR = { sku: 'TBL-03', product: 'Table Rowan', quantity: 3, ships_on: null }
export const CLEAR = { ...UNCLEAR, ships_on: '2026-03-04' }

/**
 * A small team: one agent looks a line up, another confirms it.
 * @param writer the clerk refuses lines without a day, and a person is asked; the deputy writes about any
 */
export function noteDesk(slug: string, writer: 'clerk' | 'deputy' = 'clerk'): Example {
  return example({
    key: slug,
    name: slug,
    description: 'Confirms one line of an order.',
    goal: 'Nothing is promised that is not known.',
    contracts: [
      {
        name: 'desk.line',
        version: 1,
        schema: object({
          sku: open(word(1, 40)),
          product: open(word(1, 120)),
          quantity: internal(whole(1)),
          ships_on: internal(orNull(text(10, 'A day as in 2026-03-02; null while it is not known'))),
        }),
      },
      {
        name: 'desk.note',
        version: 1,
        schema: object({ sku: open(word(1, 40)), text: internal(text(400)) }),
      },
    ],
    agents: [...forEachLine.agents, READER, DEPUTY],
    nodes: [
      { kind: 'trigger', id: 'start', name: 'Line', produces: 'desk.line@1', title: '{{ start.product }}' },
      {
        ...{ kind: 'agent', id: 'look', name: 'Look it up', agent: 'line-reader', retries: 0 },
        ...{ accepts: 'desk.line@1', produces: 'desk.line@1', task: 'Look this line up.' },
      },
      {
        ...{ kind: 'agent', id: 'write', name: 'Write the note', retries: 0, repairs: 0 },
        agent: writer === 'clerk' ? 'order-clerk' : DEPUTY.slug,
        ...{ accepts: 'desk.line@1', produces: 'desk.note@1', task: 'Confirm this line.' },
      },
      { kind: 'end', id: 'written', name: 'Written', outcome: 'done', accepts: 'desk.note@1' },
    ],
    edges: ['start -> look', 'look -> write', 'write -> written'],
    places: { start: [0, 0], look: [0, 1], write: [0, 2], written: [0, 3] },
    sample: UNCLEAR,
  })
}
