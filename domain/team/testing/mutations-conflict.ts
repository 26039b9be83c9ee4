import type { Catalogue } from '../checks/check'
import type { Command } from '../command'
import type { TeamDocument } from '../document'
import { reduce } from '../reduce'
import { field, node } from './draw-team'
import { add, draw, edits, lead, put, set, type Mutation, type Mutations } from './mutate'
import { settlingCatalogue, settlingEach, settlingTeam, withSettledContract } from './settling-team'
import { UNPROVABLE } from './unprovable'

/** A sound team that settles two claims, and how what is settled leads on. */
interface Settling {
  where: string
  team: TeamDocument
  to: string
  /** What a run began with, as a value. */
  begun: string
  /** One of those who claim hands on straight to where it is settled. */
  straight: boolean
}

/** The two agents one after the other. */
const inARow = edits(
  { type: 'node.remove', id: 'split' },
  { type: 'node.remove', id: 'both' },
  draw('start -> credit_check'),
  draw('credit_check -> fit_check'),
  draw('fit_check -> settle'),
)

const settling = (where: string, team: TeamDocument, to = 'done', begun = 'start.name'): Settling => ({
  straight: team.edges.some(({ id }) => id === 'fit_check_out_settle'),
  where,
  team: withSettledContract(team),
  to,
  begun,
})

const PLACES: Settling[] = [
  settling('at the same time', settlingTeam()),
  settling('for each item', settlingEach(), 'all', 'start.leads[0].name'),
  settling('one after the other', inARow(settlingTeam())),
  settling(
    'behind a person',
    edits(
      add(node('human', 'look')),
      lead('start_out_split', 'look'),
      draw('look.approved -> split'),
    )(settlingTeam()),
  ),
  settling(
    'on one way',
    edits(
      add(node('router', 'which', { routes: [{ port: 'short', label: '', when: 'size(start.name) < 3' }] })),
      add(node('end', 'left', { outcome: 'rejected' })),
      lead('start_out_split', 'which'),
      draw('which.default -> split'),
      draw('which.short -> left'),
    )(settlingTeam()),
  ),
]

const catalogue = settlingCatalogue()
const SUBJECT = 'lead.quality'
/** The agents, of whom one does not say what it claims. */
const undeclared: Catalogue = {
  ...catalogue,
  agents: catalogue.agents.map((one) => (one.slug === 'fit' ? { ...one, claims: [] } : one)),
}

const claims = (...list: [string, string][]): Command =>
  set('settle', { claims: list.map(([from, value]) => ({ node: from, value })) })
const credit: [string, string] = ['credit_check', 'credit_check.score']
const fit: [string, string] = ['fit_check', 'fit_check.score']

/** What breaks a settlement, wherever it is. */
function brokenAt({ where, team, to, begun, straight }: Settling): Mutation[] {
  const broken = (
    name: string,
    codes: string[],
    commands: Command[],
    around: Catalogue = catalogue,
  ): Mutation => ({
    name: `${name}, ${where}`,
    codes: codes.map((code) => (code.includes('.') ? code : `conflict.${code}`)),
    mutate: () => reduce(team, { type: 'batch', commands }),
    catalogue: around,
  })
  const behind = (slug: string): Command[] => [
    add(node('agent', 'later', { agent: slug, produces: 'opinion@1' })),
    lead(`settle_out_${to}`, 'later'),
    draw(`later -> ${to}`),
  ]
  const again = (more: object = {}): Command[] => [
    add({ ...team.nodes.find(({ id }) => id === 'settle'), id: 'again', name: 'Again', ...more } as never),
    lead(`settle_out_${to}`, 'again'),
    draw(`again -> ${to}`),
  ]
  const settled = team.contracts.find(({ name }) => name.endsWith('.settled'))
  const graded = ([name, sub, sup]: (typeof UNPROVABLE)[number]): Mutation =>
    broken(
      `what is held to a pattern by ${name}`,
      ['unproved'],
      [
        put('opinion@1', { score: field('number'), grade: field('string', { pattern: sub }) }),
        claims(['credit_check', 'credit_check.grade'], ['fit_check', 'fit_check.grade']),
        {
          type: 'contract.put',
          contract: {
            name: 'lead.graded',
            version: 1,
            description: '',
            schema: {
              ...settled?.schema,
              properties: {
                ...(settled?.schema['properties'] as object),
                value: field('string', { pattern: sup }),
                losing: { type: 'array', items: { type: 'object', properties: { value: field('string') } } },
              },
            },
          },
        },
        set('settle', { produces: 'lead.graded@1' }),
        { type: 'contract.remove', ref: 'lead.quality.settled@1' },
      ],
    )
  // Then the one hands on anew what the other did, and nobody settles it.
  const overrides = straight ? ['advice.override'] : []
  return [
    broken('no subject', ['open', 'subject'], [set('settle', { subject: '' })]),
    broken('one claim', ['claims', 'open', ...overrides], [claims(credit)]),
    broken('two claims of one agent', ['claims', 'open', ...overrides], [claims(credit, credit)]),
    broken('a claim of nobody', ['claimant', 'misfit'], [claims(credit, fit, ['start', begun])]),
    broken(
      'a claim taken from another',
      ['value'],
      [claims(['credit_check', 'fit_check.score'], ['fit_check', 'fit_check.score'])],
    ),
    broken(
      'a tolerance for what is no number',
      ['compare', 'misfit'],
      [
        claims(['credit_check', 'credit_check.score > 5'], ['fit_check', 'fit_check.score > 5']),
        set('settle', { compare: 1 }),
      ],
    ),
    broken('no owner', ['owner'], [set('settle', { owner: null })]),
    broken('an owner who claims nothing', ['owner'], [set('settle', { owner: 'start' })]),
    broken('an adjudicator who claims', ['self'], [set('settle', { policy: 'supervisor', agent: 'credit' })]),
    broken(
      'an adjudicator who may not see the claims',
      ['blind', ...(straight ? ['views.nothing'] : [])],
      [set('settle', { policy: 'supervisor', agent: 'judge' })],
      settlingCatalogue({ clearance: 'public' }),
    ),
    broken('no contract', ['advice.contract', 'contract'], [set('settle', { produces: null })]),
    broken(
      'another contract',
      ['advice.contract', 'misfit'],
      [put('other@1', {}), set('settle', { produces: 'other@1' })],
    ),
    broken('settled twice', ['again'], again()),
    broken('two owners', ['again', 'owners'], again({ owner: 'fit_check' })),
    broken(
      'claimed again behind it by another agent',
      ['open', 'reopened'],
      behind('judge'),
      settlingCatalogue({ claims: [SUBJECT] }),
    ),
    broken(
      'claimed again behind it by one who claimed before',
      ['reopened', 'undeclared'],
      behind('credit'),
      undeclared,
    ),
    broken(
      'amended behind it',
      ['reopened', 'supervisor.nobody'],
      [
        add(node('supervisor', 'review', { agent: 'judge' })),
        add(node('human', 'doubt')),
        lead(`settle_out_${to}`, 'review'),
        draw(`review.approved -> ${to}`),
        draw('review.escalated -> doubt'),
        draw(`doubt.approved -> ${to}`),
      ],
    ),
    broken('a claim that its agent does not declare', ['undeclared'], [], undeclared),
    broken(
      'claimed by two and settled by nobody',
      ['advice.contract', 'open', ...overrides],
      [
        ...team.edges.filter((one) => one.to.node === 'settle').map(({ id }) => lead(id, to)),
        { type: 'node.remove', id: 'settle' },
      ],
    ),
    ...UNPROVABLE.slice(0, where === 'at the same time' ? 5 : 1).map(graded),
  ]
}

/** Changes of how claims are settled that break exactly one check. */
export const conflictMutations: Mutations[] = [{ check: 'conflict', cases: PLACES.flatMap(brokenAt) }]
