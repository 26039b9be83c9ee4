import { field, node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, put, set } from '@/domain/team/testing/mutate'
import { UNPROVABLE } from '@/domain/team/testing/unprovable'
import { leads, sales, support, type Breaks, type Change, type Mutant } from '../mutant'
import { BEFORE_ENDS, BETWEEN, looksUp, type Site } from '../sites'

const way = (port: string) => ({ port, label: '' })
const STEPS = new Set(BETWEEN.map(({ to }) => to))
const SITES = [...BETWEEN, ...BEFORE_ENDS.filter((_, i) => i % 2 === 0)]
const NOTE = put('split.note@1', { score: field('integer', { 'x-classification': 'internal' }) })

/** Two look-ups at once, which come together before the run goes on. */
const split = (site: Site, ways: string[] = ['a', 'b']): Change[] => [
  NOTE,
  add(node('parallel', 'fork', { ways: ways.map(way) })),
  looksUp('asking', site, 'split.note@1'),
  looksUp('telling', site, 'split.note@1'),
  add(node('join', 'met')),
  lead(site.edge, 'fork'),
  draw('fork.a -> asking'),
  draw('fork.b -> telling'),
  draw('asking -> met'),
  draw('telling -> met'),
  draw(`met -> ${site.to}`),
]

/** What breaks a split, wherever it stands. */
function brokenAt(site: Site): Mutant[] {
  const { on, to, edge } = site
  const grown = split(site)
  const text = field('string', { 'x-classification': 'internal' })
  const gathered = put('split.both@1', { a: text, b: text })
  return [
    on(`a join alone before ${to}`, 'lanes.alone at node alone', [
      add(node('join', 'alone')),
      lead(edge, 'alone'),
      draw(`alone -> ${to}`),
    ]),
    on(
      `from one way into another before ${to}`,
      'lanes.crossed at handoff asking_out_met',
      [lead('asking_out_met', 'telling')],
      { grown },
    ),
    on(
      `two joins before ${to}`,
      'lanes.joins at node fork',
      [add(node('join', 'other')), lead('telling_out_met', 'other'), draw(`other -> ${to}`)],
      {
        grown,
        follows: STEPS.has(to)
          ? {
              [`handoff.misfit at handoff other_out_${to}`]:
                'a join that closes no split hands on what comes in, which is the note of a way',
            }
          : {},
      },
    ),
    on(
      `one join for two splits before ${to}`,
      'lanes.shared at node met',
      [
        add(node('router', 'which', { routes: [{ ...way('seldom'), when: site.seldom }] })),
        add(node('parallel', 'another', { ways: [way('x'), way('y')] })),
        looksUp('third', site, 'split.note@1'),
        looksUp('fourth', site, 'split.note@1'),
        lead(edge, 'which'),
        draw('which.default -> fork'),
        draw('which.seldom -> another'),
        draw('another.x -> third'),
        draw('another.y -> fourth'),
        draw('third -> met'),
        draw('fourth -> met'),
      ],
      { grown },
    ),
    on(
      `ways that never come together before ${to}`,
      'lanes.open at node fork',
      [
        NOTE,
        add(node('parallel', 'fork', { ways: [way('a'), way('b')] })),
        looksUp('asking', site, 'split.note@1'),
        add(node('end', 'nowhere')),
        lead(edge, 'fork'),
        draw(`fork.a -> ${to}`),
        draw('fork.b -> asking'),
        draw('asking -> nowhere'),
      ],
      {
        follows:
          edge === 'e_findings_out'
            ? {
                'lanes.crossed at handoff e_approval_rejected':
                  'that end is come to from before the split too, so one way leads out of it',
              }
            : {},
      },
    ),
    on(`a split of one way before ${to}`, 'lanes.few at node fork/ways', [
      NOTE,
      add(node('parallel', 'fork', { ways: [way('a')] })),
      looksUp('asking', site, 'split.note@1'),
      add(node('join', 'met')),
      lead(edge, 'fork'),
      draw('fork.a -> asking'),
      draw('asking -> met'),
      draw(`met -> ${to}`),
    ]),
    on(
      `a way twice before ${to}`,
      'file.invalid at node fork',
      [set('fork', { ways: ['a', 'b', 'b'].map(way) })],
      { grown },
    ),
    on(
      `a way on which nothing is done before ${to}`,
      'lanes.empty at handoff fork_c_met',
      [set('fork', { ways: ['a', 'b', 'c'].map(way) }), draw('fork.c -> met')],
      { grown },
    ),
    on(
      `a join of three of two ways before ${to}`,
      'lanes.quorum at node met/quorum',
      [set('met', { wait: 'quorum', quorum: 3 })],
      { grown },
    ),
    on(
      `late ones met by the next round before ${to}`,
      'lanes.late at node met/late',
      [
        set('met', { wait: 'any', late: 'finish' }),
        add(node('loop', 'enough', { until: `!(${site.seldom})`, feedback: 'Once more' })),
        lead(`met_out_${to}`, 'enough'),
        draw('enough.again -> fork'),
        draw(`enough.done -> ${to}`),
        draw(`enough.exhausted -> ${to}`),
      ],
      { grown },
    ),
    on(
      `another thing than is gathered before ${to}`,
      'lanes.misfit at node met/produces',
      [gathered, set('met', { produces: 'split.both@1' }), ...takesAnything(to)],
      { grown },
    ),
  ]
}

/** A step that is not bound to what came before the split; an end is not anyhow. */
const takesAnything = (to: string): Change[] => (STEPS.has(to) ? [set(to, { accepts: null })] : [])

/** Lists that the templates' contracts have, with one item's fields. */
const LISTS: [on: Breaks, over: string, edge: string, to: string][] = [
  [sales, 'dossier.news', 'e_updated', 'done'],
  [sales, 'dossier.activity.recent', 'e_dossier', 'signals'],
  [sales, 'signals.risks', 'e_rejected', 'left'],
  [support, 'findings.articles', 'e_update_ticket_out', 'answered'],
  [leads, 'background.sources', 'e_notify_out', 'assigned'],
]

const items = LISTS.map(([on, over, edge, to]): Mutant => {
  const site = SITES.find((one) => one.on === on) as Site
  return on(`items of ${over} that may not fit`, 'lanes.item at node each/over', [
    NOTE,
    put('split.item@1', { reference: field('string', { 'x-classification': 'internal' }) }),
    add(node('map', 'each', { over, produces: 'split.item@1' })),
    looksUp('asking', site, 'split.note@1'),
    add(node('join', 'met')),
    lead(edge, 'each'),
    draw('each.each -> asking'),
    draw('asking -> met'),
    draw(`met -> ${to}`),
  ])
})

/** What is gathered is held to a pattern on both sides that cannot be compared. */
const unproved = UNPROVABLE.map(([name, sub, sup], i): Mutant => {
  const site = SITES[i] as Site
  const held = (pattern: string) => field('string', { pattern, 'x-classification': 'internal' })
  const one = (pattern: string) => ({
    type: 'object',
    properties: { grade: held(pattern) },
    required: ['grade'],
    additionalProperties: false,
  })
  return site.on(
    `gathered by ${name}`,
    'lanes.unproved at node met/produces',
    [
      put('split.note@1', { grade: held(sub) }),
      put('split.both@1', { a: one(sup), b: one(sub) }),
      set('met', { produces: 'split.both@1' }),
      ...takesAnything(site.to),
    ],
    { grown: split(site) },
  )
})

export const splitMutants: Record<string, Mutant[]> = {
  lanes: [...SITES.flatMap(brokenAt), ...items, ...unproved],
}
