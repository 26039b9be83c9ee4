import { edge, node } from './draw-team'
import { add, cut, draw, edits, put, raw, set, type Mutations } from './mutate'

/** Changes of how it is drawn that break exactly one check. */
export const shapeMutations: Mutations[] = [
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
    ],
  },
  {
    check: 'texts',
    cases: [
      {
        name: 'a person asked nothing',
        codes: ['texts.empty'],
        mutate: edits(set('person', { question: ' ' })),
      },
      {
        name: 'a write not explained',
        codes: ['texts.empty'],
        mutate: edits(set('update', { summary: '' })),
      },
      { name: 'a call to nowhere', codes: ['texts.empty'], mutate: edits(set('update', { path: '' })) },
    ],
  },
  {
    check: 'contracts',
    cases: [
      {
        name: 'nothing to hand on',
        codes: ['contracts.output', 'advice.contract'],
        mutate: edits(set('research', { produces: null }), set('drafting', { accepts: null, reads: [] })),
      },
      {
        name: 'an unknown contract',
        codes: ['contracts.unknown'],
        mutate: edits(set('done', { accepts: 'crm.reciept@1' })),
      },
      {
        name: 'a start without one',
        codes: ['contracts.input', 'advice.contract', 'connections.unclassified', 'trust.address'],
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
]
