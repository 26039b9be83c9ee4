import { PEOPLE } from '../people'
import { internal, object, open, orNull, text, whole, word } from '../fields'
import { example } from './example'

export const requestBack = example({
  key: 'freight-quote',
  name: 'Freight quote',
  description: 'An agent that lacks something asks the one before it for exactly that, twice at most.',
  goal: 'No quote is guessed: what is missing is asked for.',
  contracts: [
    {
      name: 'freight.enquiry',
      version: 1,
      description: 'What a customer wrote.',
      schema: object({
        customer: internal({ ...word(1, 120), examples: ['Pinecrest Looms'] }),
        message: internal({
          ...text(1000),
          examples: ['Please quote 3 pallets from Norwick to Easthaven next week.'],
        }),
      }),
    },
    {
      name: 'freight.request',
      version: 1,
      description: 'What is to be carried, from where to where.',
      schema: object({
        pallets: internal(whole(1)),
        from: internal(text(80)),
        to: internal(orNull(text(80, 'Null while nobody said'))),
      }),
    },
    {
      name: 'freight.quote',
      version: 1,
      description: 'What it would cost.',
      schema: object({ route: internal(text(200)), price: internal(whole(0, 'US dollars')) }),
    },
    {
      name: 'freight.lacking',
      version: 1,
      description: 'What a quote cannot be made without.',
      schema: object({ what: open(text(200)), why: open(text(300)) }),
    },
  ],
  agents: [
    {
      slug: 'freight-reader',
      name: 'Freight reader',
      job: 'Reads from enquiries what is to be carried.',
      instructions: 'Take down pallets, origin and destination. Look again where you are asked for more.',
      owner: PEOPLE.operator.name,
      clearance: 'internal',
      tier: 'small',
      autonomy: 3,
    },
    {
      slug: 'freight-pricer',
      name: 'Freight pricer',
      job: 'Prices what is to be carried.',
      instructions: 'Ask for a destination that is missing; never assume one.',
      owner: PEOPLE.analyst.name,
      clearance: 'internal',
      tier: 'small',
      autonomy: 3,
    },
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Enquiry',
      produces: 'freight.enquiry@1',
      title: 'Freight for {{ start.customer }}',
    },
    {
      kind: 'agent',
      id: 'read',
      name: 'Read the enquiry',
      agent: 'freight-reader',
      accepts: 'freight.enquiry@1',
      produces: 'freight.request@1',
      task: 'Take down what is to be carried.',
    },
    {
      kind: 'agent',
      id: 'price',
      name: 'Price it',
      agent: 'freight-pricer',
      accepts: 'freight.request@1',
      produces: 'freight.quote@1',
      asksBack: { max: 2, contract: 'freight.lacking@1' },
      task: 'Price it: 180 dollars a pallet.',
    },
    { kind: 'end', id: 'quoted', name: 'Quoted', outcome: 'done', accepts: 'freight.quote@1' },
  ],
  edges: ['start -> read', 'read -> price', 'price.request -> read', 'price -> quoted'],
  places: { start: [0, 0], read: [0, 1], price: [0, 2], quoted: [0, 3] },
  sample: {
    customer: 'Pinecrest Looms',
    message: 'Please quote 3 pallets from Norwick to Easthaven next week.',
  },
})
