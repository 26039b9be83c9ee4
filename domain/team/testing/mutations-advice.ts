import { field, node } from './draw-team'
import { add, draw, edits, lead, put, set, staffed, type Mutation, type Mutations } from './mutate'
import { agent } from './sales-team'

const spare = (id: string) => add(node('agent', id, { agent: 'spare', produces: 'deal.draft@1' }))

/** A team of several agents whose drafts nobody but rules looks at. */
const many = (count: number, ...more: Parameters<typeof edits>) =>
  edits(
    ...Array.from({ length: count }, (_, i) => spare(`a${i + 1}`)),
    lead('drafting_out_limits', 'a1'),
    ...Array.from({ length: count - 1 }, (_, i) => draw(`a${i + 1} -> a${i + 2}`)),
    draw(`a${count} -> limits`),
    ...more,
  )
/** Rules reject what is too large, and no person is asked. */
const unattended = [
  set('limits', {
    rules: [{ id: 'D-1', name: 'Large', when: 'drafting.amount > 10000', then: 'reject', message: '' }],
  }),
  { type: 'node.remove' as const, id: 'person' },
  add(node('end', 'too_large', { outcome: 'rejected' })),
  draw('limits.reject -> too_large'),
]

const jobs = (one: string, other: string): Mutation => ({
  name: `the same job: ${one}`,
  codes: ['advice.job'],
  mutate: (team) => team,
  catalogue: staffed(agent('researcher', { job: one }), agent('writer', { job: other })),
})

/** Two agents who decide the same, each on a way that hangs on `when`. */
const twoWays = (subject: string, when: string): Mutation => ({
  name: `two who decide ${subject} on different ways`,
  codes: ['advice.claims'],
  mutate: edits(
    add(node('router', 'ways', { routes: [{ port: 'known', label: '', when }] })),
    add(node('agent', 'second', { agent: 'spare', produces: 'account.dossier@1' })),
    add(node('end', 'left', { outcome: 'rejected' })),
    lead('start_out_research', 'ways'),
    draw('ways.default -> research'),
    draw('ways.known -> second'),
    draw('second -> left'),
  ),
  catalogue: staffed(
    agent('researcher', { claims: [subject] }),
    agent('writer'),
    agent('spare', { claims: [subject] }),
  ),
})

/** An agent that hands on anything that fits a contract of nothing. */
const loose = (name: string, schema: object): Mutation => ({
  name: `a handoff that ${name}`,
  codes: ['advice.validation', 'views.nothing'],
  mutate: edits(
    {
      type: 'contract.put',
      contract: { name: 'account.loose', version: 1, description: '', schema: { ...schema } },
    },
    add(node('agent', 'first', { agent: 'spare', produces: 'account.loose@1' })),
    lead('start_out_research', 'first'),
    draw('first -> research'),
    set('research', { accepts: null }),
  ),
})

/** More of what tends to go wrong. */
export const adviceMutations: Mutations[] = [
  {
    check: 'advice',
    cases: [
      ...[4, 5, 8, 12].map((count): Mutation => ({
        name: `${count + 2} agents in a row`,
        codes: ['advice.hub', 'advice.override'],
        mutate: many(count),
      })),
      jobs('Checks invoices against orders.', 'checks invoices against orders'),
      jobs(
        'Answers questions of customers about deliveries.',
        'Answers all questions customers have about their deliveries, politely.',
      ),
      jobs(
        'Summarises the weekly sales report for managers.',
        'Summarises the sales report of the week: weekly, for managers.',
      ),
      twoWays('lead.quality', 'size(start.account_id) > 5'),
      twoWays('price.band', 'size(start.account_id) == 5'),
      twoWays('risk.level', 'start.account_id == "A-1"'),
      twoWays('next.step', 'start.account_id != "A-1"'),
      loose('says what may be there, and asks for none of it', { type: 'object', properties: { x: true } }),
      loose('allows any field', { type: 'object', additionalProperties: true }),
      loose('asks for no field', { type: 'object', required: [] }),
      loose('allows at most any number of fields', { type: 'object', minProperties: 0 }),
      ...[1, 2].map((count): Mutation => ({
        name: `${count + 2} agents and nobody who approves`,
        codes: ['advice.override', 'advice.person'],
        mutate: many(count, ...unattended),
      })),
      {
        name: 'a reviewing agent and nobody who approves',
        codes: ['advice.person'],
        mutate: edits(
          ...unattended,
          put('extra.note@1', { text: field('string') }),
          add(node('agent', 'noting', { agent: 'spare', produces: 'extra.note@1' })),
          lead('start_out_research', 'noting'),
          draw('noting -> research'),
          set('research', { accepts: null }),
        ),
      },
      {
        name: 'two effects and nobody who approves',
        codes: ['advice.override', 'advice.person'],
        mutate: many(
          1,
          ...unattended,
          add(node('action', 'tell', { connection: 'crm', path: '/' })),
          lead('limits_pass_update', 'tell'),
          draw('tell -> update'),
        ),
      },
    ],
  },
]
