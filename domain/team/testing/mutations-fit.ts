import { field, node } from './draw-team'
import { add, draw, edits, lead, put, rule, send, set, type Mutation, type Mutations } from './mutate'
import { splitTeam } from './split-team'
import { UNPROVABLE } from './unprovable'

const other = add(node('agent', 'second', { agent: 'spare', produces: 'crm.receipt@1' }))
const ways = (from: string, to: string, when = 'size(research.deals) > 0') => [
  add(node('router', 'ways', { routes: [{ port: 'other', label: '', when }] })),
  lead(from, 'ways'),
  draw(`ways.default -> ${to}`),
]
const object = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const SPOTS: [string, string][] = [
  ['research_out_drafting', 'drafting'],
  ['drafting_out_limits', 'limits'],
  ['limits_review_person', 'person'],
  ['update_out_done', 'done'],
]

/** Two different things come to one that hands on what it is handed. */
const mixedAt = (kind: string, ...commands: Parameters<typeof edits>): Mutation => ({
  name: `different things at ${kind}`,
  codes: ['handoff.mixed'],
  mutate: edits(
    other,
    ...ways('research_out_drafting', 'drafting'),
    draw('ways.other -> second'),
    ...commands,
    set('done', { accepts: null }),
  ),
})

const asked = (name: string, question: string): Mutation => ({
  name,
  codes: ['assigned.never'],
  mutate: edits(set('person', { question })),
})

const emptied = (name: string, ...commands: Parameters<typeof edits>): Mutation => ({
  name,
  codes: ['assigned.empty'],
  mutate: edits(...commands),
})

/** Back to somebody to whom nothing had come yet. */
const backTo = (name: string, ...commands: Parameters<typeof edits>): Mutation => ({
  name,
  codes: ['assigned.return'],
  mutate: edits(
    add(node('agent', 'later', { agent: 'spare', produces: 'crm.receipt@1' })),
    lead('update_out_done', 'later'),
    draw('later -> done'),
    ...commands,
  ),
})

/** More of what is handed on and read. */
export const fitMutations: Mutations[] = [
  {
    check: 'lanes',
    team: splitTeam,
    cases: [
      ...(
        [
          ['a shorter text', field('string', { maxLength: 3 })],
          ['a number', field('number')],
          ['a listed value', { enum: ['D-1', 'D-2'], 'x-classification': 'public' }],
          ['a text of a pattern', field('string', { pattern: '^D-[0-9]+$' })],
        ] as const
      ).map(([name, id]): Mutation => ({
        name: `an item by which ${name} is asked for`,
        codes: ['lanes.item'],
        mutate: edits(put('deal.one@1', { id })),
      })),
      ...UNPROVABLE.map(([name, sub, sup], i): Mutation => {
        const facts = { deals: field('array', { items: object({ id: field('string', { pattern: sub }) }) }) }
        const byItem = i % 2 === 0
        return {
          name: `${byItem ? 'an item' : 'what is gathered'} that cannot be compared: ${name}`,
          codes: ['lanes.unproved'],
          mutate: edits(
            put('deal.facts@1', facts),
            put('deal.both@1', {
              facts: object(
                byItem
                  ? facts
                  : { deals: field('array', { items: object({ id: field('string', { pattern: sup }) }) }) },
              ),
              price: object({ amount: field('number') }),
            }),
            put('deal.one@1', { id: field('string', byItem ? { pattern: sup } : {}) }),
          ),
        }
      }),
    ],
  },
  {
    check: 'waits',
    cases: [
      ...SPOTS.map(([edgeId, to]): Mutation => ({
        name: `an event without a name before ${to}`,
        codes: ['waits.unnamed', ...(to === 'done' ? ['classes.unclassified'] : [])],
        mutate: edits(add(node('wait', 'news', { event: '' })), lead(edgeId, 'news'), draw(`news -> ${to}`)),
      })),
      ...['Order.Shipped', 'order..shipped', '.shipped'].map((event): Mutation => ({
        name: `an event called ${event}`,
        codes: ['waits.name'],
        mutate: edits(
          add(node('wait', 'news', { event })),
          lead('drafting_out_limits', 'news'),
          draw('news -> limits'),
          set('update', { accepts: null }),
        ),
      })),
      ...(['size(news.items) > 0', 'size(news.text) > 5', 'has(news.late)'] as const).map(
        (when): Mutation => ({
          name: `a rule on what an event brings: ${when}`,
          codes: ['waits.contract'],
          mutate: edits(
            add(node('wait', 'news', { event: 'news.came' })),
            lead('drafting_out_limits', 'news'),
            draw('news -> limits'),
            set('update', { accepts: null }),
            rule(when),
          ),
        }),
      ),
    ],
  },
  {
    check: 'handoff',
    cases: [
      {
        name: 'a listed value that may be another',
        codes: ['handoff.misfit'],
        mutate: edits(
          put('fixed.receipt@1', { id: { enum: ['R-1', 'R-2'], 'x-classification': 'public' } }),
          set('done', { accepts: 'fixed.receipt@1' }),
        ),
      },
      ...UNPROVABLE.map(([name, sub, sup]): Mutation => ({
        name: `what cannot be compared: ${name}`,
        codes: ['handoff.unproved'],
        mutate: edits(
          put('lead.request@1', { account_id: field('string', { pattern: sub }) }),
          put('odd.request@1', { account_id: field('string', { pattern: sup }) }),
          set('update', { path: '/' }),
          set('research', { accepts: 'odd.request@1' }),
        ),
      })),
      mixedAt(
        'a time',
        add(node('timer', 'later')),
        draw('second -> later'),
        draw('person.rejected -> later'),
        draw('later -> done'),
      ),
      mixedAt(
        'a router',
        add(node('router', 'on')),
        draw('second -> on'),
        draw('person.rejected -> on'),
        draw('on.default -> done'),
      ),
      mixedAt(
        'rules',
        add(node('rules', 'checks')),
        draw('second -> checks'),
        draw('person.rejected -> checks'),
        draw('checks.pass -> done'),
      ),
      mixedAt(
        'a person',
        add(node('human', 'last')),
        draw('second -> last'),
        draw('person.rejected -> last'),
        draw('last.approved -> done'),
      ),
    ],
  },
  {
    check: 'assigned',
    cases: [
      {
        name: 'a decision of who stands on another way',
        codes: ['assigned.path'],
        mutate: edits(
          other,
          ...ways('research_out_drafting', 'drafting'),
          draw('ways.other -> second'),
          draw('second -> drafting'),
          set('drafting', { accepts: null }),
          rule('decision.second.confidence > 0.5'),
        ),
      },
      asked('a question about the receipt', 'Is {{ update.id }} right?'),
      asked('a question about how sure the effect was', 'Is it {{ update.id.size() }}?'),
      {
        name: 'a title from what comes later',
        codes: ['assigned.never'],
        mutate: edits(set('start', { title: 'Account {{ research.account.name }}' })),
      },
      {
        name: 'a title from the end',
        codes: ['assigned.never'],
        mutate: edits(set('start', { title: 'Receipt {{ update.id }}' })),
      },
      {
        name: 'a message from what comes later',
        codes: ['assigned.never'],
        mutate: edits(rule('drafting.amount > 1', 'See {{ update.id }}')),
      },
      {
        name: 'an optional field in an address',
        codes: ['assigned.optional'],
        mutate: edits(set('update', { path: '/accounts/{{ drafting.discount }}' })),
      },
      {
        name: 'an optional field that chooses the way',
        codes: ['assigned.optional'],
        mutate: edits(
          add(node('end', 'left', { outcome: 'rejected' })),
          ...ways('drafting_out_limits', 'limits', 'drafting.discount > 50'),
          draw('ways.other -> left'),
        ),
      },
      emptied('an e-mail of nobody', rule('drafting.contact.email == "x"')),
      emptied('how long a name of nobody is', rule('size(drafting.contact.name) > 3')),
      emptied(
        'the name of nobody, asked after too late',
        rule('drafting.contact == null && drafting.contact.name == ""'),
      ),
      emptied(
        'a way by the name of nobody',
        add(node('end', 'left', { outcome: 'rejected' })),
        ...ways('drafting_out_limits', 'limits', 'size(drafting.contact.name) == 0'),
        draw('ways.other -> left'),
      ),
      emptied('a number of nobody that is sent', send('size(drafting.contact.email)')),
      backTo('back to one behind the effect', lead('person_sent_back_drafting', 'later')),
      backTo(
        'a loop back to one who comes later',
        add(node('loop', 'again', { until: 'drafting.amount > 1', feedback: 'Once more' })),
        lead('drafting_out_limits', 'again'),
        draw('again.done -> limits'),
        draw('again.again -> later'),
        draw('again.exhausted -> limits'),
      ),
      backTo(
        'a person at the beginning who sends back to the end',
        add(node('human', 'first')),
        lead('start_out_research', 'first'),
        draw('first.approved -> research'),
        draw('first.sent_back -> later'),
      ),
      {
        name: 'back to one of another way',
        codes: ['assigned.return'],
        mutate: edits(
          other,
          add(node('end', 'left', { outcome: 'rejected' })),
          ...ways('research_out_drafting', 'drafting'),
          add(
            node('action', 'looking', {
              connection: 'crm',
              effect: 'read',
              method: 'GET',
              produces: 'account.dossier@1',
            }),
          ),
          draw('ways.other -> looking'),
          draw('looking -> second'),
          draw('second -> left'),
          lead('person_sent_back_drafting', 'second'),
        ),
      },
    ],
  },
]
