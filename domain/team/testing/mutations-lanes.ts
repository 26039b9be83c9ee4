import type { Command } from '../command'
import { node } from './draw-team'
import { add, draw, edits, lead, set, type Mutation, type Mutations } from './mutate'
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

/** A handoff of the sound team that one more split is put on. */
interface Place {
  where: string
  edge: string
  to: string
  /** It stands in a lane already, which leads to a join of its own. */
  within?: true
  /** What follows hands on what comes in, and so can take one thing only. */
  passesOn?: true
}

const PLACES: Place[] = [
  { where: 'at the beginning', edge: 'start_out_both', to: 'both', passesOn: true },
  { where: 'in a way of another split', edge: 'both_price_pricing', to: 'pricing', within: true },
  { where: 'behind another join', edge: 'together_out_each', to: 'each' },
  { where: 'for each item', edge: 'each_each_rating', to: 'rating', within: true },
  { where: 'before a person', edge: 'rated_out_person', to: 'person', passesOn: true },
  { where: 'behind an approval', edge: 'person_approved_update', to: 'update', passesOn: true },
  { where: 'behind the effect', edge: 'update_out_done', to: 'done' },
]

const seldom = { routes: [{ ...way('seldom'), when: 'size(start.account_id) > 99' }] }

/** What breaks a split, wherever it stands. */
const brokenAt = ({ where, edge, to, within, passesOn }: Place): Mutation[] => {
  const split = (ways: string[]): Command[] => [
    add(node('parallel', 'more', { ways: ways.map(way) })),
    worker('asking'),
    worker('telling'),
    add(node('join', 'met')),
    lead(edge, 'more'),
    draw('more.a -> asking'),
    draw('more.b -> telling'),
    draw('asking -> met'),
    draw('telling -> met'),
    draw(`met -> ${to}`),
  ]
  const sound = split(['a', 'b'])
  const broken = (name: string, code: string, ...commands: Command[]): Mutation => ({
    name: `${name}, ${where}`,
    codes: [code],
    mutate: edits(...commands),
  })
  const pastItsJoin = broken(
    'past its join',
    'lanes.crossed',
    ...sound,
    add(node('router', 'past', seldom)),
    lead('asking_out_met', 'past'),
    draw('past.default -> met'),
    draw(`past.seldom -> ${to}`),
  )
  const neverTogether = broken(
    'ways that never come together',
    'lanes.open',
    add(node('parallel', 'more', { ways: [way('a'), way('b')] })),
    worker('asking'),
    add(node('end', 'nowhere')),
    lead(edge, 'more'),
    draw(`more.a -> ${to}`),
    draw('more.b -> asking'),
    draw('asking -> nowhere'),
  )
  return [
    broken('a way straight to the join', 'lanes.empty', ...split(['a', 'b', 'c']), draw('more.c -> met')),
    broken(
      'one way only',
      'lanes.few',
      add(node('parallel', 'more', { ways: [way('a')] })),
      worker('asking'),
      add(node('join', 'met')),
      lead(edge, 'more'),
      draw('more.a -> asking'),
      draw('asking -> met'),
      draw(`met -> ${to}`),
    ),
    broken('a way twice', 'lanes.twice', ...split(['a', 'b', 'b'])),
    ...(within || passesOn ? [] : [pastItsJoin]),
    broken('from one way into another', 'lanes.crossed', ...sound, lead('asking_out_met', 'telling')),
    broken(
      'two joins',
      'lanes.joins',
      ...sound,
      add(node('join', 'other')),
      lead('telling_out_met', 'other'),
      ...(passesOn ? [add(node('end', 'nowhere')), draw('other -> nowhere')] : [draw(`other -> ${to}`)]),
    ),
    broken(
      'one join for two splits',
      'lanes.shared',
      ...sound,
      add(node('router', 'which', seldom)),
      add(node('parallel', 'another', { ways: [way('x'), way('y')] })),
      worker('third'),
      worker('fourth'),
      lead(edge, 'which'),
      draw('which.default -> more'),
      draw('which.seldom -> another'),
      draw('another.x -> third'),
      draw('another.y -> fourth'),
      draw('third -> met'),
      draw('fourth -> met'),
    ),
    broken('more than there are ways', 'lanes.quorum', ...sound, set('met', { wait: 'quorum', quorum: 3 })),
    broken(
      'another thing than is gathered',
      'lanes.misfit',
      ...sound,
      set('met', { produces: 'deal.facts@1' }),
    ),
    broken(
      'late ones met by the next round',
      'lanes.late',
      ...sound,
      set('met', { wait: 'any', late: 'finish' }),
      add(node('loop', 'enough', { until: 'size(start.account_id) > 0', feedback: 'Once more' })),
      lead(`met_out_${to}`, 'enough'),
      draw('enough.again -> more'),
      draw(`enough.done -> ${to}`),
      draw(`enough.exhausted -> ${to}`),
    ),
    ...(within ? [] : [neverTogether]),
  ]
}

/** A join where nothing has split. */
const ALONE: [string, string][] = [
  ['start_out_both', 'both'],
  ['together_out_each', 'each'],
  ['rated_out_person', 'person'],
  ['person_approved_update', 'update'],
  ['update_out_done', 'done'],
]

/** Changes of the sound team that splits, each of which breaks exactly the check of lanes. */
export const laneMutations: Mutations[] = [
  {
    check: 'lanes',
    team: splitTeam,
    cases: [
      ...PLACES.flatMap(brokenAt),
      ...ALONE.map(([edge, to]) => ({
        name: `a join alone before ${to}`,
        codes: ['lanes.alone'],
        mutate: edits(add(node('join', 'alone')), lead(edge, 'alone'), draw(`alone -> ${to}`)),
      })),
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
        name: 'a promise of what may be late',
        codes: ['lanes.misfit'],
        mutate: edits(
          set('together', { tolerate: 1 }),
          set('update', { fields: [] }),
          set('rating', { reads: [] }),
        ),
      },
    ],
  },
]
