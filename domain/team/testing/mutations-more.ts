import { field, idField, node } from './draw-team'
import { add, draw, edits, lead, put, set, staffed, unchanged, type Mutations } from './mutate'
import { guardedCatalogue, toldTeam } from './mutations-classes'
import { agent } from './sales-team'

const supervised = (slug: string) => agent(slug, { autonomy: 1 })
const spare = (id: string, more: object = {}) =>
  node('agent', id, { agent: 'spare', produces: 'deal.note@1', ...more })
const note = put('deal.note@1', { text: field('string') })

/** More ways to break checks that a few changes would not try from all sides. */
export const moreMutations: Mutations[] = [
  {
    check: 'trigger',
    cases: [
      {
        name: 'a second beginning in the middle',
        codes: ['trigger.many'],
        mutate: edits(add(node('trigger', 'also', { produces: 'deal.draft@1' })), draw('also -> limits')),
      },
    ],
  },
  {
    check: 'lanes',
    cases: [
      {
        name: 'an item of another shape',
        codes: ['lanes.item'],
        mutate: edits(put('deal.one@1', { id: field('string', { maxLength: 3 }) })),
      },
    ],
  },
  {
    check: 'reachable',
    cases: [
      {
        name: 'two that lead to each other only',
        codes: ['reachable.never'],
        mutate: edits(
          add(node('timer', 'one')),
          add(node('timer', 'two')),
          draw('one -> two'),
          draw('two -> one'),
        ),
      },
      {
        name: 'one that only leads in',
        codes: ['reachable.never'],
        mutate: edits(
          add(node('timer', 'aside')),
          draw('aside -> drafting'),
          set('drafting', { accepts: null }),
        ),
      },
    ],
  },
  {
    check: 'agents',
    cases: [
      {
        name: 'a supervisor who is not there',
        codes: ['agents.unknown'],
        mutate: edits(
          add(node('supervisor', 'review', { agent: 'gone' })),
          add(node('human', 'doubt')),
          lead('drafting_out_limits', 'review'),
          draw('review.approved -> limits'),
          draw('review.escalated -> doubt'),
          draw('doubt.approved -> limits'),
        ),
      },
      {
        name: 'an orchestrator nobody is',
        codes: ['agents.none', 'views.nothing'],
        mutate: edits(
          add(
            node('orchestrator', 'hub', {
              produces: 'account.dossier@1',
              tasks: [{ type: 'look', about: '' }],
              spokes: [{ port: 'desk', label: '', can: ['look'] }],
            }),
          ),
          note,
          add(spare('desk')),
          lead('start_out_research', 'hub'),
          { type: 'node.remove', id: 'research' },
          draw('hub.desk -> desk'),
          draw('desk -> hub'),
          draw('hub -> drafting'),
          set('update', { summary: 'Update', fields: [] }),
          set('person', { question: 'Move it?' }),
        ),
      },
    ],
  },
  {
    check: 'texts',
    cases: [
      {
        name: 'a question of blanks',
        codes: ['texts.empty'],
        mutate: edits(set('person', { question: '  ' })),
      },
      { name: 'no path', codes: ['texts.empty'], mutate: edits(set('update', { path: '' })) },
      {
        name: 'a loop that says nothing',
        codes: ['texts.empty'],
        mutate: edits(
          add(node('loop', 'again', { until: 'drafting.amount > 1', feedback: '' })),
          lead('drafting_out_limits', 'again'),
          draw('again.done -> limits'),
          draw('again.again -> drafting'),
          draw('again.exhausted -> limits'),
        ),
      },
    ],
  },
  {
    check: 'contracts',
    cases: [
      {
        name: 'a schema that refers to nowhere',
        codes: ['contracts.schema'],
        mutate: edits(put('crm.receipt@1', { id: { $ref: '#/$defs/none' } })),
      },
    ],
  },
  {
    check: 'handoff',
    cases: [
      {
        name: 'a field that may be longer than is taken',
        codes: ['handoff.misfit'],
        mutate: edits(
          put('short.request@1', { account_id: idField({ maxLength: 8 }) }),
          set('research', { accepts: 'short.request@1' }),
        ),
      },
      {
        name: 'what no machine for patterns can tell',
        codes: ['handoff.unproved'],
        mutate: edits(
          put('lead.request@1', { account_id: field('string', { pattern: '^(a|b)\\1$' }) }),
          put('odd.request@1', { account_id: field('string', { pattern: '^(b|a)\\1$' }) }),
          set('update', { path: '/' }),
          set('research', { accepts: 'odd.request@1' }),
        ),
      },
    ],
  },
  {
    check: 'ends',
    cases: [
      {
        name: 'a rejection that goes round',
        codes: ['ends.unbounded'],
        mutate: edits(draw('person.rejected -> drafting'), set('drafting', { accepts: null })),
      },
      {
        name: 'a review that goes round without a person',
        codes: ['ends.unbounded'],
        mutate: edits(
          lead('limits_review_person', 'drafting'),
          { type: 'node.remove', id: 'person' },
          set('drafting', { accepts: null }),
        ),
      },
      {
        name: 'after its effect, once more',
        codes: ['ends.unbounded', 'reachable.never'],
        mutate: edits(lead('update_out_done', 'research'), set('research', { accepts: null })),
      },
    ],
  },
  {
    check: 'autonomy',
    cases: [
      {
        name: 'who stands in is supervised',
        codes: ['autonomy.person'],
        mutate: edits(set('drafting', { fallback: 'spare' })),
        catalogue: staffed(agent('researcher'), agent('writer'), supervised('spare')),
      },
      {
        name: 'everybody is supervised',
        codes: ['autonomy.person'],
        mutate: unchanged,
        catalogue: staffed(supervised('researcher'), supervised('writer')),
      },
    ],
  },
  {
    check: 'views',
    cases: [
      {
        name: 'unclassified within a group',
        codes: ['views.unclassified'],
        mutate: edits(
          put('lead.request@1', {
            account_id: idField(),
            more: { type: 'object', properties: { x: { type: 'number' } }, additionalProperties: false },
          }),
        ),
      },
      {
        name: 'above the clearance of the first',
        codes: ['views.above'],
        mutate: edits(
          put('lead.request@1', {
            account_id: idField(),
            salary: field('number', { 'x-classification': 'restricted' }),
          }),
        ),
      },
    ],
  },
  {
    check: 'stand_in',
    cases: [
      {
        name: 'one who sees nothing',
        codes: ['stand_in.blind'],
        mutate: edits(
          put('lead.request@1', { account_id: idField({ 'x-classification': 'confidential' }) }),
          set('research', { fallback: 'spare' }),
        ),
        catalogue: staffed(agent('researcher'), agent('writer'), agent('spare', { clearance: 'public' })),
      },
      {
        name: 'itself at the first',
        codes: ['stand_in.same'],
        mutate: edits(set('research', { fallback: 'researcher' })),
      },
    ],
  },
  {
    check: 'told',
    cases: [
      {
        name: 'what is confidential, worked into words',
        codes: ['told.hidden', 'views.above', 'views.unclassified'],
        mutate: () => toldTeam('{{ start.salary > 1000.0 ? "much" : "little" }}'),
        catalogue: guardedCatalogue(),
      },
    ],
  },
]
