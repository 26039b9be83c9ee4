import type { BundleTeam } from '../bundle'
import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import type { NodeOf } from '../node'
import { contract, drawTeam, field, node } from './draw-team'
import { type Mutations } from './mutate'
import { agent } from './sales-team'

const secret = (type: string, more: object = {}) =>
  field(type, { 'x-classification': 'confidential', ...more })
const object = (properties: Record<string, unknown>, more: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
})

const SUBJECT = 'lead.quality'
/** One agent that is cleared for nothing that is confidential, among others that are. */
export const guardedCatalogue = (teams: BundleTeam[] = []): Catalogue => ({
  agents: [
    agent('high', { models: ['m-high'], categories: [] }),
    agent('judge', { models: ['m-judge'], categories: [] }),
    ...['first', 'second'].map((slug) => agent(slug, { categories: [], claims: [SUBJECT] })),
    agent('low', { models: ['m-low'], clearance: 'public', categories: [] }),
  ],
  connections: [{ slug: 'web', name: 'Web', owner: 'Mara Lind', clearance: 'public' }],
  teams,
})

const lead = contract('lead@1', { name: field('string'), salary: secret('number') })
const text = contract('text@1', { text: field('string') })
const write = (more: object = {}) => node('agent', 'write', { agent: 'low', produces: 'text@1', ...more })

/** A loop whose feedback goes to an agent that is cleared for nothing. */
export const toldTeam = (feedback: string, more: Partial<NodeOf<'agent'>> = {}): TeamDocument =>
  drawTeam({
    contracts: [
      contract('lead@1', {
        name: field('string'),
        salary: secret('number'),
        email: field('string', { 'x-categories': ['pii'] }),
        notes: { type: 'array', items: { type: 'string' } },
      }),
      text,
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      write(more),
      node('loop', 'again', { until: 'write.text.size() > 10', feedback, maxRounds: 2 }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> write',
      'write -> again',
      'again.done -> done',
      'again.again -> write',
      'again.exhausted -> no',
    ],
  })

/** Each item of a list goes to an agent that is cleared for nothing, by the contract of one item. */
export const mappedTeam = (
  item: Record<string, unknown>,
  over = 'start.rows',
  row: Record<string, unknown> = { name: field('string'), salary: secret('number') },
): TeamDocument =>
  drawTeam({
    contracts: [
      contract('rows@1', { rows: { type: 'array', items: object(row) } }),
      contract('item@1', item),
      text,
    ],
    nodes: [
      node('trigger', 'start', { produces: 'rows@1' }),
      node('map', 'each', { over, produces: 'item@1' }),
      write(),
      node('join', 'all'),
      node('end', 'done'),
    ],
    edges: ['start -> each', 'each.each -> write', 'write -> all', 'all -> done'],
  })

const both = (one = 'high', other = 'judge') => [
  node('parallel', 'split', {
    ways: [
      { port: 'a', label: '' },
      { port: 'b', label: '' },
    ],
  }),
  node('agent', 'x', { agent: one, produces: 'opinion@1' }),
  node('agent', 'y', { agent: other, produces: 'opinion@1' }),
]
const apart = ['start -> split', 'split.a -> x', 'split.b -> y', 'x -> both', 'y -> both']

/** What two agents find comes together for one that is cleared for nothing. */
export const joinedTeam = (found: unknown, score: unknown = secret('number')): TeamDocument =>
  drawTeam({
    contracts: [lead, contract('opinion@1', { score }), contract('both@1', { a: found, b: found }), text],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      ...both(),
      node('join', 'both', { produces: 'both@1' }),
      write(),
      node('end', 'done'),
    ],
    edges: [...apart, 'both -> write', 'write -> done'],
  })

/** What two agents claim is settled for one that is cleared for nothing. */
export const settledTeam = (
  value: Record<string, unknown>,
  losing: Record<string, unknown> = { type: 'array' },
  score: unknown = secret('number'),
): TeamDocument =>
  drawTeam({
    contracts: [
      lead,
      contract('opinion@1', { score }),
      contract('settled@1', {
        value,
        by: field('string'),
        policy: field('string'),
        agreed: field('boolean'),
        losing,
      }),
      text,
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      ...both('first', 'second'),
      node('join', 'both'),
      node('conflict', 'settle', {
        subject: SUBJECT,
        claims: [
          { node: 'x', value: 'x.score' },
          { node: 'y', value: 'y.score' },
        ],
        owner: 'x',
        produces: 'settled@1',
      }),
      write(),
      node('end', 'done'),
    ],
    edges: [...apart, 'both -> settle', 'settle -> write', 'write -> done'],
  })

const called = (more: Partial<BundleTeam> = {}): BundleTeam => ({
  slug: 'pay',
  name: 'Pay',
  teamId: 'team_1',
  versionId: 'ver_1',
  number: 1,
  digest: 'sha256:0',
  input: lead,
  results: [contract('pay@1', { salary: secret('number') })],
  needs: [],
  ...more,
})

/** Another team does a part, for an agent that is cleared for nothing. */
export const callingTeam = (salary: Record<string, unknown>, more: Partial<NodeOf<'team'>> = {}) =>
  drawTeam({
    contracts: [lead, contract('pay@1', { salary }), text],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('team', 'ask', { team: 'pay', produces: 'pay@1', ...more }),
      write(),
      node('end', 'done'),
    ],
    edges: ['start -> ask', 'ask -> write', 'write -> done'],
  })

/** An end that whoever calls this team goes by. */
const endingTeam = (salary: Record<string, unknown>) =>
  drawTeam({
    contracts: [lead, contract('open@1', { name: field('string'), salary })],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('agent', 'think', { agent: 'high', produces: 'lead@1' }),
      node('end', 'done', { accepts: 'open@1' }),
    ],
    edges: ['start -> think', 'think -> done'],
  })

const guarded = (name: string, codes: string[], team: TeamDocument, teams: BundleTeam[] = []) => ({
  name,
  codes,
  mutate: () => team,
  catalogue: guardedCatalogue(teams),
})

const open = contract('lead@1', { name: field('string'), salary: field('number') })
const { results: _results, ...voiceless } = called()
const LOOSE = ['classes.loosened']
const HIDDEN = ['told.hidden', 'views.above', 'views.unclassified']
const personal = { email: field('string', { 'x-categories': ['pii'] }) }

/** Changes that would let an agent see by another contract, or in words, what it may not see. */
export const classMutations: Mutations[] = [
  {
    check: 'classes',
    cases: [
      guarded('an item', LOOSE, mappedTeam({ name: field('string'), salary: field('number') })),
      guarded(
        'an item that was chosen by what is confidential',
        LOOSE,
        mappedTeam({ name: field('string') }, 'start.rows.filter(r, r.salary > 5).map(r, {"name": r.name})'),
      ),
      guarded(
        'an item without its category',
        LOOSE,
        mappedTeam({ email: field('string') }, 'start.rows', personal),
      ),
      guarded('what a join gathers', LOOSE, joinedTeam(object({ score: field('number') }))),
      guarded('what a join gathers, as a whole', LOOSE, joinedTeam(field('object'))),
      guarded('what is settled', ['classes.loosened', 'views.unclassified'], settledTeam(field('number'))),
      guarded(
        'what is not held',
        ['classes.loosened', 'views.above'],
        settledTeam(secret('number'), field('array')),
      ),
      guarded('what another team brings', LOOSE, callingTeam(field('number')), [called()]),
      guarded(
        'what another team brings without a word',
        ['classes.unclassified', 'teams.result'],
        callingTeam(field('number')),
        [{ ...voiceless, results: [null] }],
      ),
      guarded(
        'what another team is given',
        ['classes.loosened', 'views.nothing'],
        callingTeam(secret('number')),
        [called({ input: open })],
      ),
      guarded(
        'what is made for another team',
        ['classes.loosened', 'views.nothing'],
        callingTeam(secret('number'), { input: '{"name": start.name, "salary": start.salary}' }),
        [called({ input: open })],
      ),
      guarded('what an end brings to whoever calls', LOOSE, endingTeam(field('number'))),
    ],
  },
  {
    check: 'told',
    cases: [
      guarded('what is confidential', HIDDEN, toldTeam('Salary is {{ start.salary }}')),
      guarded('what is not classified', HIDDEN, toldTeam('Notes: {{ start.notes[0] }}')),
      guarded('what is masked', HIDDEN, toldTeam('Write to {{ start.email }}')),
      guarded(
        'one who stands in',
        ['told.hidden', 'stand_in.sees', 'views.unclassified'],
        toldTeam('Salary is {{ start.salary }}', { agent: 'high', fallback: 'low' }),
      ),
    ],
  },
]
