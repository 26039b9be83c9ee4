import type { Command } from '../command'
import type { TeamDocument } from '../document'
import { reduce } from '../reduce'
import { node } from './draw-team'
import { add, draw, edits, lead, put, set, staffed, type Mutation, type Mutations } from './mutate'
import { agent } from './sales-team'
import { settlingCatalogue, settlingTeam, withSettledContract } from './settling-team'

/** The sales team with a supervisor behind drafting. */
const supervised = (...more: Command[]) =>
  edits(
    add(node('supervisor', 'review', { agent: 'spare' })),
    add(node('human', 'doubt')),
    lead('drafting_out_limits', 'review'),
    draw('review.approved -> limits'),
    draw('review.escalated -> doubt'),
    draw('doubt.approved -> limits'),
    ...more,
  )

const sound = withSettledContract(settlingTeam())

/** The team that settles two claims, changed. */
const settling =
  (...commands: Command[]) =>
  (): TeamDocument =>
    reduce(sound, { type: 'batch', commands })

const catalogue = settlingCatalogue()

/** A third agent behind the settlement, and who it is. */
const behind = (agentSlug: string, more: object = {}): Command[] => [
  add(node('agent', 'later', { agent: agentSlug, produces: 'opinion@1', ...more })),
  lead('settle_out_done', 'later'),
  draw('later -> done'),
]

const claims = (...list: [string, string][]): Command =>
  set('settle', { claims: list.map(([from, value]) => ({ node: from, value })) })
const credit: [string, string] = ['credit_check', 'credit_check.score']
const fit: [string, string] = ['fit_check', 'fit_check.score']

const withAgents = (cases: Mutation[]): Mutation[] => cases.map((one) => ({ catalogue, ...one }))

/** Changes of who reviews whom and what is settled that break exactly one check. */
export const gateMutations: Mutations[] = [
  {
    check: 'supervisor',
    cases: [
      {
        name: 'reviews its own decision',
        codes: ['supervisor.self'],
        mutate: supervised(set('review', { agent: 'writer' })),
      },
      {
        name: 'lets through what it does not see',
        codes: ['supervisor.blind', 'views.above'],
        mutate: supervised(),
        catalogue: staffed(agent('researcher'), agent('writer'), agent('spare', { clearance: 'public' })),
      },
      {
        name: 'lets through what is masked for it',
        codes: ['supervisor.blind'],
        mutate: supervised(),
        catalogue: staffed(agent('researcher'), agent('writer'), agent('spare', { categories: [] })),
      },
      {
        name: 'asks nobody',
        codes: ['reachable.never', 'supervisor.person'],
        mutate: supervised(lead('review_escalated_doubt', 'limits')),
      },
      {
        name: 'has no decision to review',
        codes: ['supervisor.nobody'],
        mutate: edits(
          add(node('supervisor', 'review', { agent: 'spare' })),
          add(node('human', 'doubt')),
          lead('start_out_research', 'review'),
          draw('review.approved -> research'),
          draw('review.escalated -> doubt'),
          draw('doubt.approved -> research'),
        ),
      },
    ],
  },
  {
    check: 'conflict',
    cases: withAgents([
      {
        name: 'no subject',
        codes: ['conflict.open', 'conflict.subject'],
        mutate: settling(set('settle', { subject: '' })),
      },
      { name: 'one claim', codes: ['conflict.claims', 'conflict.open'], mutate: settling(claims(credit)) },
      {
        name: 'two claims of one agent',
        codes: ['conflict.claims', 'conflict.open'],
        mutate: settling(claims(credit, credit)),
      },
      {
        name: 'a claim of nobody',
        codes: ['conflict.claimant', 'conflict.misfit'],
        mutate: settling(claims(credit, fit, ['start', 'start.name'])),
      },
      {
        name: 'a claim taken from another',
        codes: ['conflict.value'],
        mutate: settling(claims(['credit_check', 'fit_check.score'], ['fit_check', 'fit_check.score'])),
      },
      {
        name: 'a tolerance for what is no number',
        codes: ['conflict.compare', 'conflict.misfit'],
        mutate: settling(
          claims(['credit_check', 'credit_check.score > 5'], ['fit_check', 'fit_check.score > 5']),
          set('settle', { compare: 1 }),
        ),
      },
      { name: 'no owner', codes: ['conflict.owner'], mutate: settling(set('settle', { owner: null })) },
      {
        name: 'an owner who claims nothing',
        codes: ['conflict.owner'],
        mutate: settling(set('settle', { owner: 'start' })),
      },
      {
        name: 'an adjudicator who claims',
        codes: ['conflict.self'],
        mutate: settling(set('settle', { policy: 'supervisor', agent: 'credit' })),
      },
      {
        name: 'an adjudicator who may not see the claims',
        codes: ['conflict.blind'],
        mutate: settling(set('settle', { policy: 'supervisor', agent: 'judge' })),
        catalogue: settlingCatalogue({ clearance: 'public' }),
      },
      {
        name: 'no contract',
        codes: ['advice.contract', 'conflict.contract'],
        mutate: settling(set('settle', { produces: null })),
      },
      {
        name: 'another contract',
        codes: ['advice.contract', 'conflict.misfit'],
        mutate: settling(put('other@1', {}), set('settle', { produces: 'other@1' })),
      },
      {
        name: 'settled twice',
        codes: ['conflict.again'],
        mutate: settling(
          add({ ...sound.nodes.find(({ id }) => id === 'settle'), id: 'again', name: 'Again' } as never),
          lead('settle_out_done', 'again'),
          draw('again -> done'),
        ),
      },
      {
        name: 'two owners',
        codes: ['conflict.again', 'conflict.owners'],
        mutate: settling(
          add({
            ...sound.nodes.find(({ id }) => id === 'settle'),
            id: 'again',
            name: 'Again',
            owner: 'fit_check',
          } as never),
          lead('settle_out_done', 'again'),
          draw('again -> done'),
        ),
      },
      {
        name: 'claimed again behind it by another agent',
        codes: ['conflict.open', 'conflict.reopened'],
        mutate: settling(...behind('judge')),
        catalogue: settlingCatalogue({ claims: ['lead.quality'] }),
      },
      {
        name: 'claimed again behind it by one who claimed before',
        codes: ['conflict.reopened', 'conflict.undeclared'],
        mutate: settling(...behind('credit')),
        catalogue: {
          ...catalogue,
          agents: catalogue.agents.map((one) => (one.slug === 'fit' ? { ...one, claims: [] } : one)),
        },
      },
      {
        name: 'amended behind it',
        codes: ['conflict.reopened', 'supervisor.nobody'],
        mutate: settling(
          add(node('supervisor', 'review', { agent: 'judge' })),
          add(node('human', 'doubt')),
          lead('settle_out_done', 'review'),
          draw('review.approved -> done'),
          draw('review.escalated -> doubt'),
          draw('doubt.approved -> done'),
        ),
      },
      {
        name: 'a claim that its agent does not declare',
        codes: ['conflict.undeclared'],
        mutate: settling(),
        catalogue: {
          ...catalogue,
          agents: catalogue.agents.map((one) => (one.slug === 'fit' ? { ...one, claims: [] } : one)),
        },
      },
      {
        name: 'claimed by two and settled by nobody',
        codes: ['advice.contract', 'conflict.open'],
        mutate: settling({ type: 'node.remove', id: 'settle' }, draw('both -> done')),
      },
    ]),
  },
]
