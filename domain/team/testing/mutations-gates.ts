import type { Command } from '../command'
import { node } from './draw-team'
import { add, draw, edits, lead, set, staffed, type Mutations } from './mutate'
import { agent } from './sales-team'

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

/** Changes of who reviews whom that break exactly one check. */
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
]
