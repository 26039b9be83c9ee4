import { field, idField, node } from './draw-team'
import {
  add,
  draftContract,
  draw,
  edits,
  lead,
  put,
  send,
  set,
  staffed,
  unchanged,
  type Mutations,
} from './mutate'
import { agent } from './sales-team'

/** Changes of who may do and see what that break exactly one check. */
export const trustMutations: Mutations[] = [
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
        codes: ['advice.override', 'gated.open'],
        mutate: edits(
          add(node('agent', 'polish', { agent: 'spare', produces: 'deal.draft@1' })),
          lead('person_approved_update', 'polish'),
          draw('polish -> update'),
        ),
      },
      {
        name: 'rules of which there is none',
        codes: ['gated.open'],
        mutate: edits(set('limits', { rules: [] })),
      },
      {
        name: 'a second gate that asks nothing, after an agent',
        codes: ['advice.override', 'gated.open'],
        mutate: edits(
          add(node('agent', 'polish', { agent: 'spare', produces: 'deal.draft@1' })),
          add(node('rules', 'more')),
          lead('person_approved_update', 'polish'),
          draw('polish -> more'),
          draw('more.pass -> update'),
        ),
      },
      {
        name: 'one approval for every round',
        codes: ['gated.open'],
        mutate: edits(
          add(node('loop', 'again', { until: 'drafting.amount > 1', feedback: 'Once more' })),
          lead('update_out_done', 'again'),
          draw('again.done -> done'),
          draw('again.exhausted -> done'),
          draw('again.again -> update'),
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
          add(
            node('rules', 'more', {
              rules: [
                { id: 'D-4', name: 'Odd', when: 'drafting.amount > 5000', then: 'review', message: '' },
              ],
            }),
          ),
          lead('limits_pass_update', 'more'),
          draw('more.pass -> update'),
          draw('more.review -> person'),
        ),
        catalogue: staffed(agent('researcher'), agent('writer', { autonomy: 1 })),
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
        mutate: edits(put('lead.request@1', { account_id: idField(), extra: { type: 'string' } })),
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
        name: 'nearly the same job',
        codes: ['advice.job'],
        mutate: unchanged,
        catalogue: staffed(
          agent('researcher', { job: 'Collects everything about the account from the CRM.' }),
          agent('writer', { job: 'Collects everything from the CRM about each account, in short.' }),
        ),
      },
      {
        name: 'two who decide the same on different ways',
        codes: ['advice.claims'],
        mutate: edits(
          add(
            node('router', 'ways', {
              routes: [{ port: 'known', label: '', when: 'size(start.account_id) > 3' }],
            }),
          ),
          add(node('agent', 'second', { agent: 'spare', produces: 'account.dossier@1' })),
          add(node('end', 'left', { outcome: 'rejected' })),
          lead('start_out_research', 'ways'),
          draw('ways.default -> research'),
          draw('ways.known -> second'),
          draw('second -> left'),
        ),
        catalogue: staffed(
          agent('researcher', { claims: ['account.state'] }),
          agent('writer'),
          agent('spare', { claims: ['account.state'] }),
        ),
      },
      {
        name: 'one who hands on anew what another decided',
        codes: ['advice.override'],
        mutate: edits(
          add(node('agent', 'polish', { agent: 'spare', produces: 'deal.draft@1' })),
          lead('drafting_out_limits', 'polish'),
          draw('polish -> limits'),
        ),
      },
      {
        name: 'a handoff that nothing checks',
        codes: ['views.nothing', 'advice.validation'],
        mutate: edits(
          {
            type: 'contract.put',
            contract: { name: 'account.loose', version: 1, description: '', schema: { type: 'object' } },
          },
          add(node('agent', 'first', { agent: 'spare', produces: 'account.loose@1' })),
          lead('start_out_research', 'first'),
          draw('first -> research'),
          set('research', { accepts: null }),
        ),
      },
      {
        name: 'a contract nobody names',
        codes: ['advice.contract'],
        mutate: edits(put('spare.thing@1', { id: field('string') })),
      },
      {
        name: 'three agents and no person',
        codes: ['advice.override', 'advice.person'],
        mutate: edits(
          add(node('agent', 'polish', { agent: 'spare', produces: 'deal.draft@1' })),
          lead('drafting_out_limits', 'polish'),
          draw('polish -> limits'),
          set('limits', {
            rules: [
              { id: 'D-1', name: 'Large', when: 'drafting.amount > 10000', then: 'reject', message: '' },
            ],
          }),
          { type: 'node.remove', id: 'person' },
          add(node('end', 'too_large', { outcome: 'rejected' })),
          draw('limits.reject -> too_large'),
        ),
      },
      {
        name: 'five agents in a row',
        codes: ['advice.override', 'advice.hub'],
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
