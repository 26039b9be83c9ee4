import { PEOPLE } from '../people'
import { internal, object, oneOf, open, text, whole, word } from '../fields'
import { example } from './example'

const opinion = object({
  verdict: internal(oneOf(['take', 'decline'])),
  because: internal(text(300, 'In a sentence')),
})

export const parallelOpinions = example({
  key: 'supplier-check',
  name: 'Supplier check',
  description: 'Two agents judge a supplier at the same time, each on its own; a join waits for both.',
  goal: 'No supplier is taken on whom either finance or logistics would decline.',
  contracts: [
    {
      name: 'supplier.application',
      version: 1,
      description: 'A supplier who would like to deliver.',
      schema: object({
        supplier: open({ ...word(1, 120), examples: ['Fernhollow Castings'] }),
        open_claims: internal({ ...whole(0, 'Claims against it that are not settled'), examples: [0] }),
        late_deliveries: internal({ ...whole(0, 'Of the last 100'), examples: [3] }),
      }),
    },
    { name: 'supplier.opinion', version: 1, description: 'One opinion on a supplier.', schema: opinion },
    {
      name: 'supplier.opinions',
      version: 1,
      description: 'Both opinions, as the join gathers them.',
      schema: object({ finance: internal(opinion), logistics: internal(opinion) }),
    },
  ],
  agents: [
    {
      slug: 'supplier-finance',
      name: 'Supplier finance',
      job: 'Judges whether a supplier is financially sound.',
      instructions: 'Decline a supplier with more than one open claim.',
      owner: PEOPLE.analyst.name,
      clearance: 'internal',
      tier: 'small',
      autonomy: 3,
    },
    {
      slug: 'supplier-logistics',
      name: 'Supplier logistics',
      job: 'Judges whether a supplier delivers on time.',
      instructions: 'Decline a supplier with more than ten late deliveries in a hundred.',
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
      name: 'Application',
      produces: 'supplier.application@1',
      title: '{{ start.supplier }}',
    },
    {
      kind: 'parallel',
      id: 'split',
      name: 'Two opinions',
      ways: [
        { port: 'finance', label: 'finance' },
        { port: 'logistics', label: 'logistics' },
      ],
    },
    {
      kind: 'agent',
      id: 'finance',
      name: 'Financial opinion',
      agent: 'supplier-finance',
      accepts: 'supplier.application@1',
      produces: 'supplier.opinion@1',
      task: 'Is this supplier financially sound?',
    },
    {
      kind: 'agent',
      id: 'logistics',
      name: 'Logistics opinion',
      agent: 'supplier-logistics',
      accepts: 'supplier.application@1',
      produces: 'supplier.opinion@1',
      task: 'Does this supplier deliver on time?',
    },
    { kind: 'join', id: 'both', name: 'Both are in', produces: 'supplier.opinions@1' },
    {
      kind: 'router',
      id: 'decide',
      name: 'Do both agree?',
      routes: [
        {
          port: 'take',
          label: 'both take it',
          when: 'both.finance.verdict == "take" && both.logistics.verdict == "take"',
        },
      ],
    },
    { kind: 'end', id: 'taken', name: 'Taken on', outcome: 'done', accepts: 'supplier.opinions@1' },
    { kind: 'end', id: 'declined', name: 'Declined', outcome: 'rejected' },
  ],
  edges: [
    'start -> split',
    'split.finance -> finance',
    'split.logistics -> logistics',
    'finance -> both',
    'logistics -> both',
    'both -> decide',
    'decide.take -> taken',
    'decide.default -> declined',
  ],
  places: {
    start: [0.5, 0],
    split: [0.5, 1],
    finance: [0, 2],
    logistics: [1, 2],
    both: [0.5, 3],
    decide: [0.5, 4],
    taken: [0, 5],
    declined: [1, 5],
  },
  sample: { supplier: 'Fernhollow Castings', open_claims: 0, late_deliveries: 3 },
})
