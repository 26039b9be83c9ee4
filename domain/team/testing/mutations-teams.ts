import type { Contract } from '../../contract/contract'
import type { BundleTeam } from '../bundle'
import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import { contract, drawTeam, field, node } from './draw-team'
import { add, draw, edits, lead, put, set, type Mutation, type Mutations } from './mutate'
import { salesCatalogue } from './sales-team'
import { UNPROVABLE } from './unprovable'

const order = contract('order@1', { id: field('string') })
const receipt = contract('receipt@1', { number: field('string') })

/** A published team that takes an order and brings a receipt. */
const billing: BundleTeam = {
  slug: 'billing',
  name: 'Billing',
  teamId: 'team_1',
  versionId: 'ver_1',
  number: 3,
  digest: 'sha256:0',
  input: order,
  results: [receipt],
  needs: [],
}

/** The same, and it begins with anything. */
const { input: _order, ...openBilling } = billing

/** start → another team → end. */
const calling = (more: object = {}) =>
  drawTeam({
    contracts: [order, receipt],
    nodes: [
      node('trigger', 'start', { produces: 'order@1' }),
      node('team', 'bill', { team: 'billing', produces: 'receipt@1', ...more }),
      node('end', 'done', { accepts: 'receipt@1' }),
    ],
    edges: ['start -> bill', 'bill -> done'],
  })

const around = (billed: Partial<BundleTeam> = {}): Catalogue => ({
  ...salesCatalogue,
  slug: 'orders',
  teams: [{ ...billing, ...billed }],
})

const broken = (name: string, code: string, more: object, billed: Partial<BundleTeam> = {}): Mutation => ({
  name,
  codes: [code],
  mutate: () => calling(more),
  catalogue: around(billed),
})

/** Where a run comes by before it calls. */
const BEFORE: [string, (team: TeamDocument) => TeamDocument][] = [
  ['at once', (team) => team],
  [
    'after a time',
    edits(add(node('timer', 'later')), lead('start_out_bill', 'later'), draw('later -> bill')),
  ],
  [
    'behind a person',
    edits(add(node('human', 'look')), lead('start_out_bill', 'look'), draw('look.approved -> bill')),
  ],
  [
    'behind rules',
    edits(add(node('rules', 'checks')), lead('start_out_bill', 'checks'), draw('checks.pass -> bill')),
  ],
  [
    'on one way',
    edits(
      add(node('router', 'which', { routes: [{ port: 'short', label: '', when: 'size(start.id) < 3' }] })),
      add(node('end', 'left', { outcome: 'rejected' })),
      lead('start_out_bill', 'which'),
      draw('which.default -> bill'),
      draw('which.short -> left'),
    ),
  ],
]

const chosen = (name: string, codes: string[], team: string | undefined, billed: Partial<BundleTeam> = {}) =>
  BEFORE.map(([where, put]): Mutation => ({
    name: `${name}, ${where}`,
    codes,
    mutate: () => put(calling({ team })),
    catalogue: around(billed),
  }))

const held = (pattern: string) => contract('order@1', { id: field('string', { pattern }) })
const numbered = (pattern: string) => contract('receipt@1', { number: field('string', { pattern }) })

/** What is given, or brought, is held to a pattern on both sides that cannot be compared. */
const unproved = UNPROVABLE.flatMap(([name, sub, sup]): Mutation[] => [
  {
    name: `given by ${name}`,
    codes: ['teams.unproved'],
    mutate: () => edits({ type: 'contract.put', contract: held(sub) })(calling()),
    catalogue: around({ input: held(sup) }),
  },
  {
    name: `brought by ${name}`,
    codes: ['teams.unproved'],
    mutate: () => edits({ type: 'contract.put', contract: numbered(sup) })(calling()),
    catalogue: around({ results: [numbered(sub)] }),
  },
])

const odd = (name: string, properties: Record<string, unknown>) => contract(name, properties)
const inputs: [string, Contract][] = [
  ['something else', receipt],
  ['more than it is given', odd('order@1', { id: field('string'), due: field('string') })],
  ['another type', odd('order@1', { id: field('number') })],
  ['a shorter text', odd('order@1', { id: field('string', { maxLength: 8 }) })],
  ['a listed value', odd('order@1', { id: { enum: ['A', 'B'], 'x-classification': 'public' } })],
]
const results: [string, Contract][] = [
  ['something else', order],
  ['another type', odd('receipt@1', { number: field('integer') })],
  ['more than is taken', odd('receipt@1', { number: field('string'), paid: field('boolean') })],
  ['a text that may be empty', odd('receipt@1', { number: field('string', { type: ['string', 'null'] }) })],
]

export const teamMutations: Mutations[] = [
  {
    check: 'teams',
    cases: [
      ...chosen('no team', ['teams.none'], undefined),
      ...chosen('a team that is not published', ['teams.unknown'], 'billings'),
      ...chosen('a team that needs this one', ['teams.cycle'], 'billing', { needs: ['orders'] }),
      broken('this very team', 'teams.cycle', { team: 'orders' }, { slug: 'orders' }),
      ...inputs.map(([name, input]) =>
        broken(`a team that begins with ${name}`, 'teams.input', {}, { input }),
      ),
      ...results.map(([name, one]) =>
        broken(`a team that brings ${name}`, 'teams.result', {}, { results: [one] }),
      ),
      broken('a team that brings one of two', 'teams.result', {}, { results: [receipt, order] }),
      {
        ...broken('a team that does not say what it brings', 'teams.result', {}, { results: [null] }),
        codes: ['teams.result', 'classes.unclassified'],
      },
      ...unproved,
    ],
  },
  {
    check: 'gated',
    cases: [
      {
        name: 'what another team brings after the approval',
        codes: ['gated.open'],
        mutate: edits(
          put('receipt@1', { number: field('string') }),
          add(node('team', 'bill', { team: 'billing', produces: 'receipt@1' })),
          lead('person_approved_update', 'bill'),
          draw('bill -> update'),
          set('update', { accepts: null }),
        ),
        catalogue: { ...salesCatalogue, teams: [openBilling] },
      },
    ],
  },
]
