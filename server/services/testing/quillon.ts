import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'

/** Stands in every name of workspace A and nowhere else. */
export const MARK = 'quillon'
/** The team, agent and connection of workspace A; workspace B has none of these names. */
export const [TEAM, AGENT] = [`${MARK}-deals`, `${MARK}-writer`]

export const quillonTeam = () => ({
  ...drawTeam({
    contracts: [
      contract('deal.ask@1', { deal_id: field('string') }),
      contract('deal.note@1', { deal_id: field('string'), amount: field('number', { minimum: 0 }) }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'deal.ask@1', title: `${MARK} {{ start.deal_id }}` }),
      node('agent', 'draft', { agent: AGENT, accepts: 'deal.ask@1', produces: 'deal.note@1' }),
      node('human', 'approval', { question: `Write for ${MARK}?` }),
      node('action', 'update', {
        connection: 'crm',
        method: 'PATCH',
        path: '/deals/{{ draft.deal_id }}',
        fields: [{ name: 'amount', label: 'Amount', value: 'draft.amount' }],
        accepts: 'deal.note@1',
        undo: { method: 'DELETE', path: '/deals/{{ answer.id }}', summary: '', fields: [] },
      }),
      node('end', 'done'),
    ],
    edges: ['start -> draft', 'draft -> approval', 'approval.approved -> update', 'update -> done'],
  }),
  name: `${MARK} deals`,
})

export const quillonAgent = () => ({
  slug: AGENT,
  name: `${MARK} writer`,
  job: 'Writes notes',
  owner: `Ada ${MARK}`,
  clearance: 'internal',
  autonomy: 2,
})
