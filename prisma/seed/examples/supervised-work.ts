import { PEOPLE } from '../people'
import { internal, object, open, text, whole, word } from '../fields'
import { example } from './example'

export const supervisedWork = example({
  key: 'renewal-offer',
  name: 'Renewal offer',
  description:
    'A supervisor reviews an offer before it counts: approves, amends, sends back with reasons, or asks a person.',
  goal: 'No offer leaves with more discount than the customer’s years allow.',
  contracts: [
    {
      name: 'renewal.due',
      version: 1,
      description: 'A contract that ends soon.',
      schema: object({
        customer: internal({ ...word(1, 120), examples: ['Ashgrove Clinics'] }),
        years: internal({ ...whole(0, 'Years as a customer'), examples: [4] }),
      }),
    },
    {
      name: 'renewal.offer',
      version: 1,
      description: 'What the customer is offered.',
      schema: object({
        discount: internal({ ...whole(0, 'Per cent'), maximum: 50 }),
        text: open(text(800)),
      }),
    },
  ],
  agents: [
    {
      slug: 'renewal-writer',
      name: 'Renewal writer',
      job: 'Writes offers to customers whose contract ends.',
      instructions: 'Two sentences and a discount. Follow what you are sent back with.',
      owner: PEOPLE.operator.name,
      clearance: 'internal',
      tier: 'standard',
      autonomy: 2,
    },
    {
      slug: 'renewal-supervisor',
      name: 'Renewal supervisor',
      job: 'Sees that no offer goes beyond what is allowed.',
      instructions: 'Two per cent for each year as a customer is allowed, ten at most. Reject what is above.',
      owner: PEOPLE.reviewer.name,
      clearance: 'internal',
      tier: 'standard',
      autonomy: 3,
    },
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Contract ends',
      produces: 'renewal.due@1',
      title: '{{ start.customer }}',
    },
    {
      kind: 'agent',
      id: 'offer',
      name: 'Write the offer',
      agent: 'renewal-writer',
      accepts: 'renewal.due@1',
      produces: 'renewal.offer@1',
      task: 'Write the offer to renew.',
    },
    {
      kind: 'supervisor',
      id: 'review',
      name: 'Review the offer',
      agent: 'renewal-supervisor',
      reads: ['start'],
      task: 'Two per cent for each year as a customer, ten at most.',
      maxRounds: 2,
    },
    {
      kind: 'human',
      id: 'doubt',
      name: 'In doubt',
      question: 'Offer {{ start.customer }} {{ offer.discount }} % to renew?',
      dueHours: 8,
    },
    { kind: 'end', id: 'offered', name: 'Offered', outcome: 'done', accepts: 'renewal.offer@1' },
    { kind: 'end', id: 'refused', name: 'Not offered', outcome: 'rejected' },
  ],
  edges: [
    'start -> offer',
    'offer -> review',
    'review.approved -> offered',
    'review.sent_back -> offer',
    'review.rejected -> refused',
    'review.escalated -> doubt',
    'doubt.approved -> offered',
    'doubt.rejected -> refused',
  ],
  places: {
    start: [0, 0],
    offer: [0, 1],
    review: [0, 2],
    doubt: [1, 2],
    offered: [0, 3.25],
    refused: [1, 3.25],
  },
  sample: { customer: 'Ashgrove Clinics', years: 4 },
})
