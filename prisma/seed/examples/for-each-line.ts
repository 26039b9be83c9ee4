import { PEOPLE } from '../people'
import { internal, list, object, open, orNull, text, whole, word } from '../fields'
import { example } from './example'

const line = object({
  sku: open(word(1, 40)),
  product: open(word(1, 120)),
  quantity: internal(whole(1)),
  ships_on: internal(orNull(text(10, 'A day as in 2026-03-02; null while it is not known'))),
})
const note = object({ sku: open(word(1, 40)), text: internal(text(400)) })
const LINES = [
  { sku: 'LMP-20', product: 'Desk lamp Quill', quantity: 4, ships_on: '2026-03-02' },
  { sku: 'CHR-07', product: 'Chair Alder', quantity: 12, ships_on: '2026-03-04' },
  { sku: 'TBL-03', product: 'Table Rowan', quantity: 3, ships_on: null },
  { sku: 'SHF-11', product: 'Shelf Hazel', quantity: 6, ships_on: '2026-03-09' },
  { sku: 'MAT-02', product: 'Floor mat Moss', quantity: 12, ships_on: '2026-03-02' },
]

export const forEachLine = example({
  key: 'order-confirmations',
  name: 'Order confirmations',
  description:
    'Writes a note for each line of an order, three at once; a line that fails does not stop the others.',
  goal: 'Every line whose date is known is confirmed; the others are counted, not guessed.',
  contracts: [
    {
      name: 'order.placed',
      version: 1,
      description: 'An order and its lines.',
      schema: object({
        order: open({ ...word(1, 40), examples: ['ORD-1042'] }),
        lines: open(list(line, 20, { minItems: 1, examples: [LINES] })),
      }),
    },
    { name: 'order.line', version: 1, description: 'One line of an order.', schema: line },
    { name: 'order.note', version: 1, description: 'What is confirmed of a line.', schema: note },
    {
      name: 'order.notes',
      version: 1,
      description: 'All notes, in the order of the lines, and how many lines have none.',
      schema: object({
        results: internal({ type: 'array', items: note }),
        missing: open(whole(0)),
      }),
    },
  ],
  agents: [
    {
      slug: 'order-clerk',
      name: 'Order clerk',
      job: 'Writes the confirmation of one line of an order.',
      instructions:
        'Name product, quantity and the day it leaves. Never promise a day that is not given: refuse.',
      owner: PEOPLE.operator.name,
      clearance: 'internal',
      tier: 'small',
      autonomy: 3,
    },
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Order placed',
      produces: 'order.placed@1',
      title: 'Order {{ start.order }}',
    },
    {
      kind: 'map',
      id: 'line',
      name: 'Each line',
      over: 'start.lines',
      produces: 'order.line@1',
      atOnce: 3,
      maxItems: 20,
    },
    {
      kind: 'agent',
      id: 'write',
      name: 'Write the note',
      agent: 'order-clerk',
      accepts: 'order.line@1',
      produces: 'order.note@1',
      task: 'Confirm this line.',
      retries: 0,
    },
    {
      kind: 'join',
      id: 'notes',
      name: 'All notes',
      wait: 'all',
      tolerate: 2,
      failed: 'skip',
      produces: 'order.notes@1',
    },
    { kind: 'end', id: 'confirmed', name: 'Confirmed', outcome: 'done', accepts: 'order.notes@1' },
    { kind: 'end', id: 'unclear', name: 'Too many unclear', outcome: 'rejected' },
  ],
  edges: [
    'start -> line',
    'line.each -> write',
    'write -> notes',
    'notes -> confirmed',
    'notes.short -> unclear',
  ],
  places: {
    start: [0, 0],
    line: [0, 1],
    write: [0, 2],
    notes: [0, 3],
    confirmed: [0, 4],
    unclear: [1, 4],
  },
  sample: { order: 'ORD-1042', lines: LINES },
})
