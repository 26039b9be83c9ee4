import type { Catalogue } from '../checks/check'
import type { Command } from '../command'
import type { TeamDocument } from '../document'
import { reduce } from '../reduce'
import { contract, edge, field, node } from './draw-team'
import { agent, salesCatalogue } from './sales-team'

export interface Mutation {
  name: string
  /** What it breaks, and nothing else. */
  codes: string[]
  mutate: (team: TeamDocument) => TeamDocument
  catalogue?: Catalogue
}

const edits =
  (...commands: Command[]) =>
  (team: TeamDocument): TeamDocument =>
    reduce(team, { type: 'batch', commands })
const unchanged = (team: TeamDocument): TeamDocument => team
const set = (id: string, patch: Record<string, unknown>): Command => ({ type: 'node.update', id, patch })
const draw = (text: string): Command => ({ type: 'edge.add', edge: edge(text) })
const cut = (id: string): Command => ({ type: 'edge.remove', id })
const lead = (id: string, to: string): Command => ({ type: 'edge.reconnect', id, to: { node: to } })
const add = (one: TeamDocument['nodes'][number]): Command => ({ type: 'node.add', node: one })
const put = (...args: Parameters<typeof contract>): Command => ({
  type: 'contract.put',
  contract: contract(...args),
})
const rule = (when: string, message = ''): Command =>
  set('limits', { rules: [{ id: 'D-1', name: 'Rule', when, then: 'review', message }] })
const send = (value: string): Command => set('update', { fields: [{ name: 'x', value }] })
const staffed = (...agents: Catalogue['agents']): Catalogue => ({ ...salesCatalogue, agents })
/** As the reducer would refuse to draw it, but a file may bring it. */
const raw = (change: (team: TeamDocument) => Partial<TeamDocument>) => (team: TeamDocument) => ({
  ...team,
  ...change(team),
})

const draftContract = (more: Record<string, unknown>): Command =>
  put(
    'deal.draft@1',
    {
      amount: field('number'),
      stage: { enum: ['open', 'won', 'lost'], 'x-classification': 'internal' },
      discount: field('number'),
      note: field('string'),
      ...more,
    },
    ['discount'],
  )

/** For every check, changes of the sound sales team that break exactly it. */
export const mutations: { check: string; cases: Mutation[] }[] = [
  {
    check: 'trigger',
    cases: [
      {
        name: 'a second trigger',
        codes: ['trigger.many', 'ports.open'],
        mutate: edits(add(node('trigger', 'other', { produces: 'lead.request@1' }))),
      },
      {
        name: 'a second trigger that leads on',
        codes: ['trigger.many'],
        mutate: edits(
          add(node('trigger', 'other', { produces: 'lead.request@1' })),
          draw('other -> research'),
        ),
      },
      {
        name: 'two more triggers',
        codes: ['trigger.many'],
        mutate: edits(
          add(node('trigger', 'other', { produces: 'lead.request@1' })),
          draw('other -> research'),
          add(node('trigger', 'third', { produces: 'lead.request@1' })),
          draw('third -> research'),
        ),
      },
      {
        name: 'no trigger',
        codes: ['trigger.missing', 'expressions.fault'],
        mutate: edits({ type: 'node.remove', id: 'start' }),
      },
    ],
  },
  {
    check: 'reachable',
    cases: [
      { name: 'an end alone', codes: ['reachable.never'], mutate: edits(add(node('end', 'lost'))) },
      {
        name: 'a router nobody leads to',
        codes: ['reachable.never'],
        mutate: edits(add(node('router', 'lost')), draw('lost.default -> done')),
      },
      {
        name: 'a person bypassed',
        codes: ['reachable.never'],
        mutate: edits(add(node('human', 'lost')), draw('lost.approved -> update')),
      },
    ],
  },
  {
    check: 'ports',
    cases: [
      {
        name: 'a review that leads nowhere',
        codes: ['ports.open', 'reachable.never'],
        mutate: edits(cut('limits_review_person')),
      },
      {
        name: 'an approval that leads nowhere',
        codes: ['ports.open'],
        mutate: edits(cut('person_approved_update')),
      },
      {
        name: 'a rejection that leads nowhere',
        codes: ['ports.open'],
        mutate: edits(
          set('limits', {
            rules: [{ id: 'D-1', name: 'Rule', when: 'drafting.amount > 1', then: 'reject', message: '' }],
          }),
        ),
      },
      {
        name: 'two from one way out',
        codes: ['ports.many'],
        mutate: edits(add(node('end', 'also')), draw('update -> also')),
      },
      {
        name: 'a handoff into the beginning',
        codes: ['ports.closed'],
        mutate: raw(({ edges }) => ({ edges: [...edges, edge('person.rejected -> start')] })),
      },
    ],
  },
  {
    check: 'agents',
    cases: [
      { name: 'nobody', codes: ['agents.none'], mutate: edits(set('research', { agent: null })) },
      {
        name: 'somebody unknown',
        codes: ['agents.unknown'],
        mutate: edits(set('drafting', { agent: 'writr' })),
      },
      {
        name: 'nothing to hand on',
        codes: ['agents.contract', 'advice.contract', 'views.nothing'],
        mutate: edits(set('research', { produces: null }), set('drafting', { accepts: null, reads: [] })),
      },
    ],
  },
  {
    check: 'contracts',
    cases: [
      {
        name: 'an unknown contract',
        codes: ['contracts.unknown'],
        mutate: edits(set('done', { accepts: 'crm.reciept@1' })),
      },
      {
        name: 'a start without one',
        codes: ['contracts.input', 'advice.contract', 'views.nothing'],
        mutate: edits(set('start', { produces: null }), set('research', { accepts: null })),
      },
      {
        name: 'a schema that is none',
        codes: ['contracts.schema'],
        mutate: edits(put('crm.receipt@1', { id: { type: 'strng' } })),
      },
      {
        name: 'a reference that leads nowhere',
        codes: ['contracts.schema'],
        mutate: edits(put('crm.receipt@1', { id: { $ref: '#/$defs/nothing' } })),
      },
    ],
  },
  {
    check: 'handoff',
    cases: [
      {
        name: 'less than is taken',
        codes: ['handoff.misfit'],
        mutate: edits(
          put('wide.request@1', { account_id: field('string'), owner: field('string') }),
          set('research', { accepts: 'wide.request@1' }),
        ),
      },
      {
        name: 'another thing than is taken',
        codes: ['handoff.misfit'],
        mutate: edits(set('done', { accepts: 'lead.request@1' })),
      },
      {
        name: 'a narrower range',
        codes: ['handoff.misfit'],
        mutate: edits(
          put('small.receipt@1', { id: field('string', { maxLength: 3 }) }),
          set('done', { accepts: 'small.receipt@1' }),
        ),
      },
      {
        name: 'different things at a gate',
        codes: ['handoff.mixed'],
        mutate: edits(
          add(
            node('router', 'ways', {
              routes: [{ port: 'other', label: '', when: 'size(research.deals) > 0' }],
            }),
          ),
          add(node('agent', 'second', { agent: 'spare', produces: 'crm.receipt@1' })),
          add(node('human', 'look')),
          lead('research_out_drafting', 'ways'),
          draw('ways.other -> second'),
          draw('ways.default -> drafting'),
          draw('second -> look'),
          draw('look.approved -> done'),
          draw('person.rejected -> look'),
          set('done', { accepts: null }),
        ),
      },
    ],
  },
  {
    check: 'assigned',
    cases: [
      {
        name: 'an optional field without asking',
        codes: ['assigned.optional'],
        mutate: edits(rule('drafting.discount > 10')),
      },
      {
        name: 'an optional field asked the wrong way round',
        codes: ['assigned.optional'],
        mutate: edits(rule('has(drafting.discount) || drafting.discount > 10')),
      },
      {
        name: 'into what may be empty',
        codes: ['assigned.empty'],
        mutate: edits(rule('drafting.contact.name == "x"')),
      },
      {
        name: 'an optional field that is sent',
        codes: ['assigned.optional'],
        mutate: edits(send('drafting.discount')),
      },
      {
        name: 'written on one path only',
        codes: ['assigned.path'],
        mutate: edits(
          add(
            node('router', 'ways', {
              routes: [{ port: 'known', label: '', when: 'start.account_id != ""' }],
            }),
          ),
          add(node('action', 'look', { connection: 'crm', effect: 'read', produces: 'crm.receipt@1' })),
          add(node('router', 'again')),
          lead('start_out_research', 'ways'),
          draw('ways.known -> look'),
          draw('ways.default -> research'),
          draw('look -> again'),
          draw('again.default -> research'),
          set('research', { accepts: null }),
          send('look.id'),
        ),
      },
      {
        name: 'a view of what comes later',
        codes: ['assigned.path'],
        mutate: edits(set('research', { reads: ['drafting.amount'] })),
      },
      {
        name: 'a decision of who comes later',
        codes: ['assigned.path'],
        mutate: edits(
          add(
            node('router', 'ways', {
              routes: [{ port: 'x', label: '', when: 'decision.drafting.confidence > 0.5' }],
            }),
          ),
          lead('research_out_drafting', 'ways'),
          draw('ways.x -> drafting'),
          draw('ways.default -> done'),
          set('done', { accepts: null }),
        ),
      },
    ],
  },
  {
    check: 'expressions',
    cases: [
      { name: 'an unknown field', codes: ['expressions.fault'], mutate: edits(rule('drafting.amout > 1')) },
      { name: 'no condition', codes: ['expressions.fault'], mutate: edits(rule('drafting.amount')) },
      {
        name: 'kinds that do not go together',
        codes: ['expressions.fault'],
        mutate: edits(rule('drafting.amount > "1"')),
      },
      { name: 'what cannot be read', codes: ['expressions.fault'], mutate: edits(rule('drafting.amount >')) },
      {
        name: 'a template',
        codes: ['expressions.fault'],
        mutate: edits(set('update', { summary: '{{ drafting.nme }}' })),
      },
      {
        name: 'a view of an unknown field',
        codes: ['expressions.fault'],
        mutate: edits(set('drafting', { reads: ['start.acount'] })),
      },
      {
        name: 'a value that never occurs',
        codes: ['expressions.fault'],
        mutate: edits(rule('drafting.stage == "wonn"')),
      },
    ],
  },
  {
    check: 'gated',
    cases: [
      {
        name: 'no gate',
        codes: ['gated.open', 'reachable.never'],
        mutate: edits(lead('drafting_out_limits', 'update')),
      },
      {
        name: 'a review that nobody does',
        codes: ['gated.open', 'reachable.never'],
        mutate: edits(lead('limits_review_person', 'update')),
      },
      {
        name: 'a rejection that writes',
        codes: ['gated.open'],
        mutate: edits(draw('person.rejected -> update')),
      },
      {
        name: 'an agent after the gate',
        codes: ['gated.open'],
        mutate: edits(
          add(node('agent', 'polish', { agent: 'spare', produces: 'deal.draft@1' })),
          lead('person_approved_update', 'polish'),
          draw('polish -> update'),
        ),
      },
    ],
  },
  {
    check: 'autonomy',
    cases: [
      {
        name: 'the last agent is supervised',
        codes: ['autonomy.person'],
        mutate: unchanged,
        catalogue: staffed(agent('researcher'), agent('writer', { autonomy: 1 })),
      },
      {
        name: 'the first agent is supervised',
        codes: ['autonomy.person'],
        mutate: unchanged,
        catalogue: staffed(agent('researcher', { autonomy: 1 }), agent('writer')),
      },
      {
        name: 'a second way round the person',
        codes: ['autonomy.person'],
        mutate: edits(
          add(node('rules', 'more')),
          lead('limits_pass_update', 'more'),
          draw('more.pass -> update'),
        ),
        catalogue: staffed(agent('researcher'), agent('writer', { autonomy: 1 })),
      },
    ],
  },
  {
    check: 'ends',
    cases: [
      {
        name: 'an approval that goes round',
        codes: ['ends.unbounded'],
        mutate: edits(lead('person_approved_update', 'drafting'), set('drafting', { accepts: null })),
      },
      {
        name: 'a router that asks again',
        codes: ['ends.unbounded'],
        mutate: edits(
          add(
            node('router', 'enough', {
              routes: [{ port: 'more', label: '', when: 'size(research.deals) == 0' }],
            }),
          ),
          lead('research_out_drafting', 'enough'),
          draw('enough.more -> research'),
          draw('enough.default -> drafting'),
          set('research', { accepts: null }),
        ),
      },
      {
        name: 'no way out',
        codes: ['ends.never'],
        mutate: edits(
          add(node('rules', 'round')),
          add(
            node('router', 'ways', {
              routes: [{ port: 'lost', label: '', when: 'size(research.deals) == 0' }],
            }),
          ),
          add(node('agent', 'again', { agent: 'spare', produces: 'account.dossier@1' })),
          lead('research_out_drafting', 'ways'),
          draw('ways.default -> drafting'),
          draw('ways.lost -> again'),
          draw('again -> round'),
          draw('round.pass -> again'),
        ),
      },
    ],
  },
  {
    check: 'connections',
    cases: [
      { name: 'none', codes: ['connections.none'], mutate: edits(set('update', { connection: null })) },
      {
        name: 'an unknown one',
        codes: ['connections.unknown'],
        mutate: edits(set('update', { connection: 'crn' })),
      },
      {
        name: 'not cleared',
        codes: ['connections.clearance'],
        mutate: edits(set('update', { connection: 'web' })),
      },
      {
        name: 'a sensitive field in the path',
        codes: ['connections.clearance'],
        mutate: edits(
          set('update', { connection: 'web', fields: [], path: '/{{ research.account.email }}' }),
        ),
      },
      {
        name: 'an unclassified field',
        codes: ['connections.unclassified'],
        mutate: edits(draftContract({ extra: { type: 'string' } }), send('drafting.extra')),
      },
      {
        name: 'an unclassified field within what is sent whole',
        codes: ['connections.unclassified'],
        mutate: edits(draftContract({ extra: { type: 'string' } }), send('drafting')),
      },
      {
        name: "an agent's tool",
        codes: ['connections.unknown'],
        mutate: unchanged,
        catalogue: staffed(
          agent('researcher', {
            tools: [{ name: 'look', description: 'Looks', connection: 'nowhere', path: '/', parameters: {} }],
          }),
          agent('writer'),
        ),
      },
    ],
  },
  {
    check: 'views',
    cases: [
      {
        name: 'nothing is classified',
        codes: ['views.nothing'],
        mutate: edits(
          put('lead.request@1', { account_id: { type: 'string' } }),
          set('update', { path: '/' }),
          set('drafting', { reads: [] }),
        ),
      },
      {
        name: 'a field above clearance',
        codes: ['views.above'],
        mutate: unchanged,
        catalogue: staffed(agent('researcher'), agent('writer', { clearance: 'internal' })),
      },
      {
        name: 'an unclassified field',
        codes: ['views.unclassified'],
        mutate: edits(put('lead.request@1', { account_id: field('string'), extra: { type: 'string' } })),
      },
    ],
  },
  {
    check: 'advice',
    cases: [
      {
        name: 'the same job',
        codes: ['advice.job'],
        mutate: unchanged,
        catalogue: staffed(
          agent('researcher', { job: 'Read, and write.' }),
          agent('writer', { job: 'read and write' }),
        ),
      },
      {
        name: 'a contract nobody names',
        codes: ['advice.contract'],
        mutate: edits(put('spare.thing@1', { id: field('string') })),
      },
      {
        name: 'three agents and no person',
        codes: ['advice.person'],
        mutate: edits(
          add(node('agent', 'polish', { agent: 'spare', produces: 'deal.draft@1' })),
          lead('drafting_out_limits', 'polish'),
          draw('polish -> limits'),
          set('limits', { rules: [] }),
          { type: 'node.remove', id: 'person' },
        ),
      },
      {
        name: 'five agents in a row',
        codes: ['advice.hub'],
        mutate: edits(
          ...['a1', 'a2', 'a3'].map((id) =>
            add(node('agent', id, { agent: 'spare', produces: 'deal.draft@1' })),
          ),
          lead('drafting_out_limits', 'a1'),
          draw('a1 -> a2'),
          draw('a2 -> a3'),
          draw('a3 -> limits'),
        ),
      },
    ],
  },
]
