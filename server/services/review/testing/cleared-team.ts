import { contract, field } from '@/domain/team/testing/draw-team'
import { quillonTeam } from '../../testing/quillon'

/** The note's amount is nobody's but who is cleared for confidential financial data; what is asked is made of it. */
export const clearedTeam = () => {
  const team = JSON.parse(JSON.stringify(quillonTeam()).replaceAll('deal.note', 'deal.memo')) as ReturnType<
    typeof quillonTeam
  >
  const amount = field('number', {
    ...{ minimum: 0, 'x-classification': 'confidential', 'x-categories': ['financial'] },
  })
  const memo = contract('deal.memo@1', { deal_id: field('string'), amount })
  return {
    ...team,
    contracts: team.contracts.map((each) => (each.name === 'deal.memo' ? memo : each)),
    nodes: team.nodes.map((each) =>
      each.kind === 'human'
        ? { ...each, question: 'Write {{ draft.amount }}?' }
        : each.kind === 'action'
          ? { ...each, summary: 'Write {{ draft.amount }} for {{ draft.deal_id }}' }
          : each,
    ),
  }
}
