import { expect, it } from 'vitest'
import { compileTeam } from '../compile'
import { node } from '../testing/draw-team'
import { add, draw, edits, lead, set } from '../testing/mutate'
import { settlingCatalogue, settlingTeam, withSettledContract } from '../testing/settling-team'

const advised = (team: ReturnType<typeof settlingTeam>) =>
  compileTeam(team, settlingCatalogue()).problems.flatMap(({ code }) =>
    code.startsWith('advice.') ? [code] : [],
  )

/** Two agents, what they claim settled by the one who owns it, and a write behind rules alone. */
const writing = edits(
  add(node('rules', 'checks')),
  add(node('action', 'tell', { connection: 'crm' })),
  lead('settle_out_done', 'checks'),
  draw('checks.pass -> tell'),
  draw('tell -> done'),
)

it('counts a settlement as an agent only where one adjudicates', () => {
  const team = writing(withSettledContract(settlingTeam()))
  expect(advised(team)).toEqual([])
  expect(advised(edits(set('settle', { policy: 'supervisor', agent: 'judge' }))(team))).toEqual([
    'advice.person',
  ])
})
