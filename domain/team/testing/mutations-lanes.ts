import type { Command } from '../command'
import { node } from './draw-team'
import { add, draw, edits, lead, set, type Mutations } from './mutate'
import { splitTeam } from './split-team'

const way = (port: string) => ({ port, label: '' })

/** Somebody to do something in a lane who is no agent. */
const worker = (id: string): Command =>
  add(
    node('action', id, {
      connection: 'crm',
      effect: 'read',
      method: 'GET',
      produces: 'deal.price@1',
    }),
  )

/** One more split, right after the beginning. */
const oneMore: Command[] = [
  add(node('parallel', 'more', { ways: [way('a'), way('b')] })),
  worker('asking'),
  worker('telling'),
  add(node('join', 'met')),
  lead('start_out_both', 'more'),
  draw('more.a -> asking'),
  draw('more.b -> telling'),
  draw('asking -> met'),
  draw('telling -> met'),
  draw('met -> both'),
]

/** Changes of the sound team that splits, each of which breaks exactly the check of lanes. */
export const laneMutations: Mutations[] = [
  {
    check: 'lanes',
    team: splitTeam,
    cases: [
      {
        name: 'a way straight to the join',
        codes: ['lanes.empty'],
        mutate: edits(
          ...oneMore,
          set('more', { ways: [way('a'), way('b'), way('c')] }),
          draw('more.c -> met'),
        ),
      },
      {
        name: 'items straight to the join',
        codes: ['lanes.empty'],
        mutate: edits(
          add(node('map', 'again', { over: 'together.facts.deals' })),
          add(node('join', 'met')),
          lead('rated_out_person', 'again'),
          draw('again.each -> met'),
          draw('met -> person'),
        ),
      },
      {
        name: 'one way only',
        codes: ['lanes.few'],
        mutate: edits(
          add(node('parallel', 'more', { ways: [way('a')] })),
          worker('asking'),
          add(node('join', 'met')),
          lead('start_out_both', 'more'),
          draw('more.a -> asking'),
          draw('asking -> met'),
          draw('met -> both'),
        ),
      },
      {
        name: 'a way twice',
        codes: ['lanes.twice'],
        mutate: edits(...oneMore, set('more', { ways: [way('a'), way('b'), way('b')] })),
      },
      {
        name: 'a join alone',
        codes: ['lanes.alone'],
        mutate: edits(
          add(node('join', 'alone')),
          lead('person_approved_update', 'alone'),
          draw('alone -> update'),
        ),
      },
      {
        name: 'out of a way past its join',
        codes: ['lanes.crossed'],
        mutate: edits(
          ...oneMore,
          add(node('router', 'past', { routes: [{ ...way('out_of_it'), when: 'start.account_id == ""' }] })),
          lead('asking_out_met', 'past'),
          draw('past.default -> met'),
          draw('past.out_of_it -> done'),
        ),
      },
      {
        name: 'from one way into another',
        codes: ['lanes.crossed'],
        mutate: edits(...oneMore, lead('asking_out_met', 'telling')),
      },
      {
        name: 'two joins',
        codes: ['lanes.joins'],
        mutate: edits(
          ...oneMore,
          add(node('join', 'other')),
          lead('telling_out_met', 'other'),
          draw('other -> done'),
        ),
      },
      {
        name: 'one join for two splits',
        codes: ['lanes.shared'],
        mutate: edits(
          ...oneMore,
          add(node('router', 'which', { routes: [{ ...way('first'), when: 'start.account_id == ""' }] })),
          add(node('parallel', 'another', { ways: [way('x'), way('y')] })),
          worker('third'),
          worker('fourth'),
          lead('start_out_both', 'which'),
          draw('which.default -> more'),
          draw('which.first -> another'),
          draw('another.x -> third'),
          draw('another.y -> fourth'),
          draw('third -> met'),
          draw('fourth -> met'),
        ),
      },
      {
        name: 'ways that never come together',
        codes: ['lanes.open'],
        mutate: edits(
          add(node('parallel', 'more', { ways: [way('a'), way('b')] })),
          worker('asking'),
          add(node('end', 'nowhere')),
          lead('update_out_done', 'more'),
          draw('more.a -> done'),
          draw('more.b -> asking'),
          draw('asking -> nowhere'),
        ),
      },
      {
        name: 'more than there are ways',
        codes: ['lanes.quorum'],
        mutate: edits(...oneMore, set('met', { wait: 'quorum', quorum: 3 })),
      },
      {
        name: 'another thing than is gathered',
        codes: ['lanes.misfit'],
        mutate: edits(...oneMore, set('met', { produces: 'deal.facts@1' })),
      },
      {
        name: 'a promise of what may be late',
        codes: ['lanes.misfit'],
        mutate: edits(
          set('together', { tolerate: 1 }),
          set('update', { fields: [] }),
          set('rating', { reads: [] }),
        ),
      },
      {
        name: 'late ones met by the next round',
        codes: ['lanes.late'],
        mutate: edits(
          ...oneMore,
          set('met', { wait: 'any', late: 'finish' }),
          add(node('loop', 'enough', { until: 'start.account_id != ""', feedback: 'Once more' })),
          lead('met_out_both', 'enough'),
          draw('enough.again -> more'),
          draw('enough.done -> both'),
          draw('enough.exhausted -> both'),
        ),
      },
    ],
  },
]
