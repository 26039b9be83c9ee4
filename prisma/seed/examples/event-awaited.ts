import { PEOPLE } from '../people'
import { internal, object, oneOf, open, text, word } from '../fields'
import { example } from './example'

export const eventAwaited = example({
  key: 'parcel-watch',
  name: 'Parcel watch',
  description: 'Waits for an event from outside that bears the parcel’s number, three days at most.',
  goal: 'Every customer hears of a parcel that came, and nobody watches for it.',
  contracts: [
    {
      name: 'parcel.sent',
      version: 1,
      description: 'A parcel that is on its way.',
      schema: object({
        parcel: open({ ...word(1, 40), examples: ['PRC-5501'] }),
        customer: internal({ ...word(1, 120), examples: ['Wrenfield Books'] }),
      }),
    },
    {
      name: 'parcel.arrival',
      version: 1,
      description: 'What the carrier says of it.',
      schema: object({ state: open(oneOf(['delivered', 'at the depot'])) }),
    },
    {
      name: 'parcel.message',
      version: 1,
      description: 'What the customer is told.',
      schema: object({ text: internal(text(600)) }),
    },
  ],
  agents: [
    {
      slug: 'parcel-herald',
      name: 'Parcel herald',
      job: 'Tells customers where their parcels are.',
      instructions: 'One or two sentences. Say where the parcel is and nothing else.',
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
      name: 'Parcel is sent',
      produces: 'parcel.sent@1',
      title: 'Parcel {{ start.parcel }}',
    },
    {
      kind: 'wait',
      id: 'arrival',
      name: 'Until it arrives',
      event: 'parcel.arrived',
      key: 'start.parcel',
      produces: 'parcel.arrival@1',
      timeoutSeconds: 3 * 86_400,
    },
    {
      kind: 'agent',
      id: 'tell',
      name: 'Tell the customer',
      agent: 'parcel-herald',
      accepts: 'parcel.arrival@1',
      produces: 'parcel.message@1',
      reads: ['start'],
      task: 'Tell the customer where the parcel is.',
    },
    { kind: 'end', id: 'told', name: 'Customer knows', outcome: 'done', accepts: 'parcel.message@1' },
    { kind: 'end', id: 'lost', name: 'Nothing came', outcome: 'rejected' },
  ],
  edges: ['start -> arrival', 'arrival -> tell', 'arrival.timeout -> lost', 'tell -> told'],
  places: { start: [0, 0], arrival: [0, 1], tell: [0, 2], lost: [1, 2], told: [0, 3] },
  sample: { parcel: 'PRC-5501', customer: 'Wrenfield Books' },
})
