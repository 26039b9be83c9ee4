import type { BundleTeam } from '../bundle'
import { contract, drawTeam, field, node } from './draw-team'
import { add, draw, edits, lead, put, set, type Mutations } from './mutate'
import { salesCatalogue } from './sales-team'

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

const broken = (name: string, code: string, more: object, billed: Partial<BundleTeam> = {}) => ({
  name,
  codes: [code],
  mutate: () => calling(more),
  catalogue: { ...salesCatalogue, slug: 'orders', teams: [{ ...billing, ...billed }] },
})

export const teamMutations: Mutations[] = [
  {
    check: 'teams',
    cases: [
      broken('no team', 'teams.none', { team: undefined }),
      broken('a team that is not published', 'teams.unknown', { team: 'billings' }),
      broken('a team that needs this one', 'teams.cycle', {}, { needs: ['orders'] }),
      broken('this very team', 'teams.cycle', { team: 'orders' }, { slug: 'orders' }),
      broken('a team that begins with something else', 'teams.input', {}, { input: receipt }),
      broken('a team that brings something else', 'teams.result', {}, { results: [order] }),
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
