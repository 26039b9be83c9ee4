import { field, node } from './draw-team'
import { add, draw, edits, lead, put, rule, set, type Mutations } from './mutate'

const shipped = put('order.shipped@1', { carrier: field('string') })

/** The sales team that waits for an event after its draft. */
const waiting = (fields: object) => [
  add(node('wait', 'shipped', { event: 'order.shipped', ...fields })),
  lead('drafting_out_limits', 'shipped'),
  draw('shipped -> limits'),
  set('update', { accepts: null }),
]

/** Changes of what is waited for that break exactly one check. */
export const waitMutations: Mutations[] = [
  {
    check: 'waits',
    cases: [
      { name: 'no event named', codes: ['waits.unnamed'], mutate: edits(...waiting({ event: '' })) },
      {
        name: 'a name with blanks',
        codes: ['waits.name'],
        mutate: edits(...waiting({ event: 'Order shipped' })),
      },
      {
        name: 'a name that ends in a dot',
        codes: ['waits.name'],
        mutate: edits(...waiting({ event: 'order.' })),
      },
      {
        name: 'what it brings is read and nowhere promised',
        codes: ['waits.contract'],
        mutate: edits(...waiting({}), rule('shipped.carrier != ""')),
      },
      {
        name: 'what it brings is shown to people and nowhere promised',
        codes: ['waits.contract'],
        mutate: edits(...waiting({}), set('update', { summary: '{{ shipped.carrier }}' })),
      },
    ],
  },
  {
    check: 'expressions',
    cases: [
      {
        name: 'a key that is a list',
        codes: ['expressions.fault'],
        mutate: edits(...waiting({ key: 'research.deals' })),
      },
      {
        name: 'a key that is a yes or no',
        codes: ['expressions.fault'],
        mutate: edits(...waiting({ key: 'drafting.amount > 3.0' })),
      },
    ],
  },
  {
    check: 'ports',
    cases: [
      {
        name: 'a wait whose time may run out, and no way for that',
        codes: ['ports.open'],
        mutate: edits(...waiting({ timeoutSeconds: 60 })),
      },
    ],
  },
  {
    check: 'assigned',
    cases: [
      {
        name: 'what an event brings, where it did not come',
        codes: ['assigned.path'],
        mutate: edits(
          shipped,
          add(
            node('wait', 'shipped', {
              event: 'order.shipped',
              timeoutSeconds: 60,
              produces: 'order.shipped@1',
            }),
          ),
          lead('start_out_research', 'shipped'),
          draw('shipped -> research'),
          draw('shipped.timeout -> research'),
          set('research', { accepts: null }),
          rule('shipped.carrier != ""'),
        ),
      },
    ],
  },
  {
    check: 'gated',
    cases: [
      {
        name: 'an event after the approval',
        codes: ['gated.open'],
        mutate: edits(
          add(node('wait', 'shipped', { event: 'order.shipped' })),
          lead('person_approved_update', 'shipped'),
          draw('shipped -> update'),
          set('update', { accepts: null }),
        ),
      },
    ],
  },
]
