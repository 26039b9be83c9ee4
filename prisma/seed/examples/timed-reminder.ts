import { PEOPLE } from '../people'
import { financial, internal, object, text, word } from '../fields'
import { example } from './example'

export const timedReminder = example({
  key: 'invoice-reminder',
  name: 'Invoice reminder',
  description:
    'Sleeps until the day an invoice names, without holding anything, and then writes the reminder.',
  goal: 'Nobody is reminded early, and nobody is forgotten.',
  contracts: [
    {
      name: 'invoice.open',
      version: 1,
      description: 'An invoice that is not paid yet.',
      schema: object({
        invoice: internal({ ...word(1, 40), examples: ['INV-2207'] }),
        customer: internal({ ...word(1, 120), examples: ['Larkfield Bakery'] }),
        amount: financial({ type: 'number', minimum: 0, description: 'US dollars', examples: [480] }),
        remind_at: internal({
          ...word(20, 30, 'A time as in 2026-03-01T09:00:00Z; what is past goes on at once'),
          examples: ['2026-03-01T09:00:00Z'],
        }),
      }),
    },
    {
      name: 'invoice.reminder',
      version: 1,
      description: 'A friendly reminder.',
      schema: object({ subject: internal(text(120)), text: internal(text(1200)) }),
    },
  ],
  agents: [
    {
      slug: 'reminder-writer',
      name: 'Reminder writer',
      job: 'Writes friendly reminders of invoices that are due.',
      instructions: 'Name the invoice and the amount. Be short and friendly; threaten nothing.',
      owner: PEOPLE.analyst.name,
      clearance: 'confidential',
      categories: ['financial'],
      tier: 'small',
      autonomy: 3,
    },
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Invoice is open',
      produces: 'invoice.open@1',
      title: 'Invoice {{ start.invoice }}',
    },
    { kind: 'timer', id: 'until_due', name: 'Until its day', until: 'start.remind_at' },
    {
      kind: 'agent',
      id: 'remind',
      name: 'Write the reminder',
      agent: 'reminder-writer',
      accepts: 'invoice.open@1',
      produces: 'invoice.reminder@1',
      task: 'Write the reminder of this invoice.',
    },
    { kind: 'end', id: 'reminded', name: 'Reminded', outcome: 'done', accepts: 'invoice.reminder@1' },
  ],
  edges: ['start -> until_due', 'until_due -> remind', 'remind -> reminded'],
  places: { start: [0, 0], until_due: [0, 1], remind: [0, 2], reminded: [0, 3] },
  sample: {
    invoice: 'INV-2207',
    customer: 'Larkfield Bakery',
    amount: 480,
    remind_at: '2026-03-01T09:00:00Z',
  },
})
