import { PEOPLE } from '../people'
import { internal, object, oneOf, open, text, word } from '../fields'
import { example } from './example'

const opinion = object({
  priority: internal(oneOf(['high', 'low'])),
  because: internal(text(300, 'In a sentence')),
})
const claimant = (slug: string, name: string, job: string, instructions: string) => ({
  slug,
  name,
  job,
  instructions,
  owner: PEOPLE.analyst.name,
  clearance: 'internal' as const,
  tier: 'small' as const,
  autonomy: 3,
  claims: ['complaint.priority'],
})
const opinionBy = (id: string, name: string, agent: string, task: string) => ({
  kind: 'agent' as const,
  id,
  name,
  agent,
  accepts: 'complaint.received@1',
  produces: 'complaint.opinion@1',
  task,
})

export const settledClaims = example({
  key: 'complaint-priority',
  name: 'Complaint priority',
  description: 'Two agents may disagree on how urgent a complaint is; its decision owner settles it, once.',
  goal: 'Every complaint has one priority and one who owns it.',
  contracts: [
    {
      name: 'complaint.received',
      version: 1,
      description: 'A complaint, as it came.',
      schema: object({
        customer: internal({ ...word(1, 120), examples: ['Mossdale Foods'] }),
        text: internal({
          ...text(1000),
          examples: ['The third crate this month came in broken, and nobody calls back.'],
        }),
      }),
    },
    {
      name: 'complaint.opinion',
      version: 1,
      description: 'How urgent one agent finds it.',
      schema: opinion,
    },
    {
      name: 'complaint.settled',
      version: 1,
      description: 'Which claim holds, and why the other does not.',
      schema: object({
        value: internal(oneOf(['high', 'low'])),
        by: open({ type: 'string' }),
        policy: open({ type: 'string' }),
        agreed: open({ type: 'boolean' }),
        losing: internal({ type: 'array' }),
      }),
    },
  ],
  agents: [
    claimant(
      'complaint-tone',
      'Complaint tone',
      'Judges by its tone how urgent a complaint is.',
      'A customer who waits for an answer, or writes again, is urgent.',
    ),
    claimant(
      'complaint-damage',
      'Complaint damage',
      'Judges by the damage how urgent a complaint is.',
      'Only harm to people or a whole delivery is urgent.',
    ),
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Complaint',
      produces: 'complaint.received@1',
      title: '{{ start.customer }}',
    },
    {
      kind: 'parallel',
      id: 'split',
      name: 'Two views',
      ways: [
        { port: 'tone', label: 'tone' },
        { port: 'damage', label: 'damage' },
      ],
    },
    opinionBy('tone', 'By its tone', 'complaint-tone', 'How urgent is this by its tone?'),
    opinionBy('damage', 'By its damage', 'complaint-damage', 'How urgent is this by the damage?'),
    { kind: 'join', id: 'both', name: 'Both are in' },
    {
      kind: 'conflict',
      id: 'settle',
      name: 'Settle the priority',
      subject: 'complaint.priority',
      claims: [
        { node: 'tone', value: 'tone.priority' },
        { node: 'damage', value: 'damage.priority' },
      ],
      policy: 'owner',
      owner: 'tone',
      produces: 'complaint.settled@1',
    },
    { kind: 'end', id: 'settled', name: 'Settled', outcome: 'done', accepts: 'complaint.settled@1' },
  ],
  edges: [
    'start -> split',
    'split.tone -> tone',
    'split.damage -> damage',
    'tone -> both',
    'damage -> both',
    'both -> settle',
    'settle -> settled',
  ],
  places: {
    start: [0.5, 0],
    split: [0.5, 1],
    tone: [0, 2],
    damage: [1, 2],
    both: [0.5, 3],
    settle: [0.5, 4],
    settled: [0.5, 5],
  },
  sample: {
    customer: 'Mossdale Foods',
    text: 'The third crate this month came in broken, and nobody calls back.',
  },
})
