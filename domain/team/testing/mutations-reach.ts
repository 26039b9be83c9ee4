import type { Catalogue } from '../checks/check'
import type { Tool } from '../agent'
import { type drawTeam, field, idField, node } from './draw-team'
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
  type Mutation,
  type Mutations,
} from './mutate'
import { guardedCatalogue, joinedTeam, mappedTeam, settledTeam } from './mutations-classes'
import { budget, pricedCatalogue } from './mutations-cost'
import { agent, salesCatalogue } from './sales-team'

const look = (id: string, more: object = {}) =>
  node('action', id, { connection: 'crm', effect: 'read', method: 'GET', produces: 'crm.receipt@1', ...more })
const tool = (connection: string): Tool => ({
  name: 'look',
  description: 'Looks',
  connection,
  path: '/',
  parameters: {},
})
const before = (edgeId: string, to: string, more: object) => [
  add(look('looking', more)),
  lead(edgeId, 'looking'),
  draw(`looking -> ${to}`),
]

const SPOTS: [string, string][] = [
  ['update_out_done', 'done'],
  ['person_approved_update', 'person'],
  ['limits_review_person', 'person'],
]
const LISTLESS: Record<string, unknown> = { name: { type: 'string' }, salary: { type: 'number' } }

const guarded = (name: string, codes: string[], team: ReturnType<typeof drawTeam>): Mutation => ({
  name,
  codes,
  mutate: () => team,
  catalogue: guardedCatalogue(),
})

/** More of what is sent, shown, paid and advised. */
export const reachMutations: Mutations[] = [
  {
    check: 'connections',
    cases: [
      ...SPOTS.map(([edgeId, to]): Mutation => ({
        name: `a look that has none, before ${to} by ${edgeId}`,
        codes: ['connections.none'],
        mutate: edits(
          ...before(edgeId, to === 'person' ? 'person' : to, { connection: undefined }),
          set('update', { accepts: null }),
          set('done', { accepts: null }),
          ...(edgeId === 'person_approved_update'
            ? [lead('looking_out_person', 'update'), set('update', { fields: [] })]
            : []),
        ),
      })),
      {
        name: 'neither for a look nor for the write',
        codes: ['connections.none'],
        mutate: edits(
          ...before('start_out_research', 'research', { connection: undefined, produces: 'lead.request@1' }),
          set('update', { connection: null }),
        ),
      },
      ...(['crmm', 'slack', 'mail'] as const).map((connection): Mutation => ({
        name: `${connection}, which is not there`,
        codes: ['connections.unknown'],
        mutate: edits(set('update', { connection })),
      })),
      {
        name: 'a tool of the writer',
        codes: ['connections.unknown'],
        mutate: (team) => team,
        catalogue: staffed(agent('researcher'), agent('writer', { tools: [tool('nowhere')] })),
      },
      {
        name: 'a number nobody has classified',
        codes: ['connections.unclassified'],
        mutate: edits(draftContract({ extra: { type: 'number' } }), send('drafting.extra * 2.0')),
      },
      {
        name: 'an unclassified field in the path',
        codes: ['connections.unclassified', 'views.unclassified'],
        mutate: edits(
          put('lead.request@1', {
            account_id: idField(),
            other_id: { type: 'string', pattern: '^[a-z]+$', maxLength: 8 },
          }),
          set('update', { path: '/{{ start.other_id }}' }),
        ),
      },
      {
        name: 'a sum of what is confidential',
        codes: ['connections.clearance'],
        mutate: edits(
          draftContract({ margin: field('number', { 'x-classification': 'confidential' }) }),
          set('update', { connection: 'web', path: '/' }),
          send('drafting.margin + 1.0'),
        ),
      },
      {
        name: 'whether something confidential is large',
        codes: ['connections.clearance'],
        mutate: edits(
          draftContract({ margin: field('number', { 'x-classification': 'restricted' }) }),
          send('drafting.margin > 1000.0'),
        ),
      },
      {
        name: 'a connection that was lowered',
        codes: ['connections.clearance'],
        mutate: (team) => team,
        catalogue: {
          ...salesCatalogue,
          connections: salesCatalogue.connections.map((one) => ({ ...one, clearance: 'public' as const })),
        } satisfies Catalogue,
      },
    ],
  },
  {
    check: 'classes',
    cases: [
      guarded(
        'an item of what nobody has classified',
        ['classes.unclassified', 'lanes.item'],
        mappedTeam({ name: field('string') }, 'start.rows', LISTLESS),
      ),
      guarded(
        'items chosen by what nobody has classified',
        ['classes.unclassified'],
        mappedTeam(
          { name: field('string') },
          'start.rows.filter(r, r.salary > 5.0).map(r, {"name": r.name})',
          { name: field('string'), salary: { type: 'number' } },
        ),
      ),
      guarded(
        'what a join gathers of what nobody has classified',
        ['classes.unclassified'],
        joinedTeam(
          {
            type: 'object',
            properties: { score: field('number') },
            required: ['score'],
            additionalProperties: false,
          },
          { type: 'number' },
        ),
      ),
      guarded(
        'what is settled of what nobody has classified',
        ['classes.unclassified', 'views.unclassified'],
        settledTeam(field('number'), { type: 'array' }, { type: 'number' }),
      ),
    ],
  },
  {
    check: 'cost',
    cases: [
      {
        name: 'less than one call of the whole workspace in a month',
        codes: ['cost.never'],
        mutate: (team) => team,
        catalogue: pricedCatalogue(budget(0.004, { scope: 'workspace', subject: '', period: 'month' })),
      },
      {
        name: 'longer answers than the worst case may cost',
        codes: ['cost.over'],
        mutate: edits(
          ...['research', 'drafting'].map((id) =>
            set(id, { context: { maxTokens: 1000, over: 'prune' }, maxOutputTokens: 8000 }),
          ),
        ),
        catalogue: pricedCatalogue(budget(1)),
      },
      ...(['research', 'drafting'] as const).map((id): Mutation => ({
        name: `a view without a largest size at ${id}`,
        codes: ['cost.open'],
        mutate: edits(
          set(id === 'research' ? 'drafting' : 'research', { context: { maxTokens: 1000, over: 'prune' } }),
          put('lead.request@1', { account_id: idField(), about: field('string') }),
          set('drafting', { accepts: null }),
          set('drafting', { accepts: 'account.dossier@1' }),
        ),
        catalogue: pricedCatalogue(budget(50)),
      })),
      {
        name: 'a view without a largest size for one agent',
        codes: ['cost.open'],
        mutate: (team) => team,
        catalogue: pricedCatalogue(budget(50, { scope: 'agent', subject: 'writer' })),
      },
      ...(['researcher', 'writer'] as const).map((slug): Mutation => ({
        name: `a model that is switched off for ${slug}`,
        codes: ['cost.unknown'],
        mutate: (team) => team,
        catalogue: {
          ...pricedCatalogue(),
          agents: ['researcher', 'writer', 'spare'].map((one) =>
            agent(one, one === slug ? { models: ['m-off'] } : {}),
          ),
        },
      })),
      {
        name: 'a model that nobody has entered',
        codes: ['cost.unknown'],
        mutate: (team) => team,
        catalogue: {
          ...pricedCatalogue(),
          agents: [agent('researcher'), agent('writer', { models: ['m-large'] }), agent('spare')],
        },
      },
    ],
  },
]
