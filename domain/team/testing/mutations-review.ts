import type { Agent } from '../agent'
import type { Command } from '../command'
import { node } from './draw-team'
import { add, draw, edits, lead, set, staffed, type Mutation, type Mutations } from './mutate'
import { agent } from './sales-team'
import { supervisedCatalogue, supervisedTeam } from './supervised-team'

/** The three agents, of whom the one who stands in is another. */
export const spare = (more: Partial<Agent>) =>
  staffed(agent('researcher'), agent('writer'), agent('spare', more))

/** A supervisor behind a node. */
const reviewed = (edgeId: string, to: string, reviewer: object = {}): Command[] => [
  add(node('supervisor', 'review', { agent: 'spare', ...reviewer })),
  add(node('human', 'doubt')),
  lead(edgeId, 'review'),
  draw(`review.approved -> ${to}`),
  draw('review.escalated -> doubt'),
  draw(`doubt.approved -> ${to}`),
]
export const behindDrafting = (reviewer: object = {}) => reviewed('drafting_out_limits', 'limits', reviewer)
export const behindResearch = (reviewer: object = {}) =>
  reviewed('research_out_drafting', 'drafting', reviewer)

/** A system that is asked before the first agent works. */
export const readsFirst = [
  add(
    node('action', 'lookup', {
      connection: 'crm',
      effect: 'read',
      method: 'GET',
      produces: 'lead.request@1',
    }),
  ),
  lead('start_out_research', 'lookup'),
  draw('lookup -> research'),
]

/** More of who reviews whom. */
export const reviewMutations: Mutations[] = [
  {
    check: 'supervisor',
    cases: [
      {
        name: 'reviews its own research',
        codes: ['supervisor.self'],
        mutate: edits(...behindResearch({ agent: 'researcher' })),
      },
      {
        name: 'stands in for whom it reviews',
        codes: ['supervisor.self'],
        mutate: edits(set('drafting', { fallback: 'spare' }), ...behindDrafting()),
      },
      {
        name: 'lets whom it reviews stand in',
        codes: ['supervisor.self'],
        mutate: edits(...behindDrafting({ fallback: 'writer' })),
      },
      {
        name: 'shares a stand-in with whom it reviews',
        codes: ['supervisor.self'],
        mutate: edits(
          set('drafting', { fallback: 'spare' }),
          ...behindDrafting({ agent: 'researcher', fallback: 'spare' }),
        ),
      },
      ...(
        [
          ['what a system brought', [...readsFirst, ...reviewed('lookup_out_research', 'research')]],
          ['what an effect brought', reviewed('update_out_done', 'done')],
          [
            'what an event brought',
            [
              add(node('wait', 'news', { event: 'news.came', produces: 'lead.request@1' })),
              lead('start_out_research', 'news'),
              draw('news -> research'),
              ...reviewed('news_out_research', 'research'),
            ],
          ],
        ] as [string, Command[]][]
      ).map(([name, commands]): Mutation => ({
        name: `reviews ${name}`,
        codes: ['supervisor.nobody'],
        mutate: edits(...commands),
      })),
      {
        name: 'lets through research that is masked for it',
        codes: ['supervisor.blind'],
        mutate: edits(...behindResearch()),
        catalogue: spare({ categories: ['financial'] }),
      },
      {
        name: 'lets through research above its clearance',
        codes: ['supervisor.blind', 'views.above'],
        mutate: edits(...behindResearch()),
        catalogue: spare({ clearance: 'internal' }),
      },
      {
        name: 'lets through a discount above its clearance',
        codes: ['supervisor.blind', 'views.above'],
        mutate: () => supervisedTeam(),
        catalogue: supervisedCatalogue({ clearance: 'public' }),
      },
      ...(
        [
          [
            'an end',
            [add(node('end', 'stop', { outcome: 'rejected' })), lead('review_escalated_doubt', 'stop')],
          ],
          [
            'rules',
            [
              add(node('rules', 'checks')),
              lead('review_escalated_doubt', 'checks'),
              draw('checks.pass -> limits'),
            ],
          ],
          [
            'a time',
            [add(node('timer', 'later')), lead('review_escalated_doubt', 'later'), draw('later -> limits')],
          ],
          ['who comes next', [lead('review_escalated_doubt', 'limits')]],
        ] as [string, Command[]][]
      ).map(([name, commands]): Mutation => ({
        name: `in doubt, asks ${name}`,
        codes: ['supervisor.person'],
        mutate: edits(...behindDrafting(), ...commands, { type: 'node.remove', id: 'doubt' }),
      })),
    ],
  },
]
