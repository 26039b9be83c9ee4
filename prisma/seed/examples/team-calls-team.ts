import { PEOPLE } from '../people'
import { internal, object, text } from '../fields'
import { example } from './example'
import { parallelOpinions } from './parallel-opinions'

const { contracts } = parallelOpinions.document

export const teamCallsTeam = example({
  key: 'supplier-intake',
  name: 'Supplier intake',
  description: 'Calls the team Supplier check for the judgement, in a run of its own, and writes the answer.',
  goal: 'Every supplier who is taken on is welcomed with what was found.',
  contracts: [
    ...contracts.filter(({ name }) => name !== 'supplier.opinion'),
    {
      name: 'supplier.welcome',
      version: 1,
      description: 'The answer to a supplier who is taken on.',
      schema: object({ subject: internal(text(120)), text: internal(text(1200)) }),
    },
  ],
  agents: [
    {
      slug: 'supplier-welcome',
      name: 'Supplier welcome',
      job: 'Writes to suppliers who are taken on.',
      instructions: 'Welcome the supplier by name. Say nothing of how it was judged.',
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
      kind: 'team',
      id: 'check',
      name: 'Have it checked',
      team: parallelOpinions.key,
      accepts: 'supplier.application@1',
      produces: 'supplier.opinions@1',
    },
    {
      kind: 'agent',
      id: 'welcome',
      name: 'Write the welcome',
      agent: 'supplier-welcome',
      accepts: 'supplier.opinions@1',
      produces: 'supplier.welcome@1',
      reads: ['start.supplier'],
      task: 'Write the welcome.',
    },
    { kind: 'end', id: 'welcomed', name: 'Welcomed', outcome: 'done', accepts: 'supplier.welcome@1' },
    { kind: 'end', id: 'declined', name: 'Declined', outcome: 'rejected' },
  ],
  edges: ['start -> check', 'check -> welcome', 'check.rejected -> declined', 'welcome -> welcomed'],
  places: { start: [0, 0], check: [0, 1], welcome: [0, 2], declined: [1, 2], welcomed: [0, 3] },
  calls: [parallelOpinions.key],
  sample: parallelOpinions.sample,
})
