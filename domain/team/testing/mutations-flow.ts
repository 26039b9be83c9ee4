import { field, node } from './draw-team'
import { add, draftContract, draw, edits, lead, put, rule, send, set, type Mutations } from './mutate'

const maybeNumber = { type: ['number', 'null'], 'x-classification': 'internal' }
const lines = field('array', {
  items: { type: 'object', properties: { price: field('number') }, additionalProperties: false },
})

/** Changes of what flows that break exactly one check. */
export const flowMutations: Mutations[] = [
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
        name: 'a number that may be empty, compared',
        codes: ['assigned.empty'],
        mutate: edits(draftContract({ margin: maybeNumber }), rule('drafting.margin > 3')),
      },
      {
        name: 'one that is asked for, and there may be empty',
        codes: ['assigned.empty'],
        mutate: edits(
          draftContract({ margin: maybeNumber }),
          rule('has(drafting.margin) && drafting.margin * 2 > 3'),
        ),
      },
      {
        name: 'an address made of what may be empty',
        codes: ['assigned.empty'],
        mutate: edits(
          draftContract({ margin: maybeNumber }),
          set('update', { path: '/accounts/{{ drafting.margin }}' }),
        ),
      },
      {
        name: 'another item than the one that is asked for',
        codes: ['assigned.empty'],
        mutate: edits(
          draftContract({ margins: field('array', { items: maybeNumber }) }),
          rule('drafting.margins[0] != null && drafting.margins[1] > 3'),
        ),
      },
      {
        name: 'of items in a list that may be missing',
        codes: ['assigned.optional'],
        mutate: edits(draftContract({ lines }), rule('drafting.?lines.orValue([]).exists(l, l.price > 3)')),
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
          add(
            node('action', 'look', {
              connection: 'crm',
              effect: 'read',
              method: 'GET',
              produces: 'crm.receipt@1',
            }),
          ),
          add(node('router', 'again')),
          lead('start_out_research', 'ways'),
          draw('ways.known -> look'),
          draw('ways.default -> research'),
          draw('look -> again'),
          draw('again.default -> research'),
          set('research', { accepts: null }),
          send('size(look.id)'),
        ),
      },
      {
        name: 'a view of what comes later',
        codes: ['assigned.path'],
        mutate: edits(set('research', { reads: ['drafting.amount'] })),
      },
      {
        name: 'a question about what comes later',
        codes: ['assigned.never'],
        mutate: edits(set('person', { question: 'Move {{ update.id }}?' })),
      },
      {
        name: 'back to who was handed nothing yet',
        codes: ['assigned.return'],
        mutate: edits(
          add(node('agent', 'later', { agent: 'spare', produces: 'crm.receipt@1' })),
          lead('update_out_done', 'later'),
          draw('later -> done'),
          lead('person_sent_back_drafting', 'later'),
        ),
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
      {
        name: 'numbers put together as a text',
        codes: ['expressions.fault'],
        mutate: edits(rule('research.deals.join(", ") == ""')),
      },
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
        codes: ['advice.override', 'ends.never'],
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
]
