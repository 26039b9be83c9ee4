import { expect, it } from 'vitest'
import { compileTeam } from './compile'
import { edge, node } from './testing/draw-team'
import { hubTeam } from './testing/hub-team'
import { salesCatalogue } from './testing/sales-team'

/** The orchestrator's result goes to a person, who may send it back. */
function reviewedHub() {
  const team = hubTeam()
  return {
    ...team,
    nodes: [...team.nodes, node('human', 'person', { question: 'Good enough?' })],
    edges: [
      ...team.edges.filter(({ id }) => id !== 'lead_out_done'),
      ...['lead -> person', 'person.approved -> done', 'person.sent_back -> lead'].map(edge),
    ],
  }
}

it('hands an orchestrator that is gone back to what it was first handed, and nothing that its lanes brought', () => {
  const { bundle, problems } = compileTeam(reviewedHub(), salesCatalogue)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  const back = bundle?.next['person']?.find(({ port }) => port === 'sent_back')
  expect(back).toMatchObject({ returns: true, carries: { slot: 'start', contract: 'lead@1' } })
  expect(back).not.toHaveProperty('or')
})
