import { describe, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { exampleCondition, exampleOfRequest } from './example-condition'

const team = (note: Record<string, ReturnType<typeof field>>) =>
  drawTeam({
    contracts: [contract('deal.ask@1', { deal_id: field('string') }), contract('deal.note@1', note)],
    nodes: [
      node('trigger', 'start', { produces: 'deal.ask@1' }),
      node('agent', 'draft', { agent: 'writer', accepts: 'deal.ask@1', produces: 'deal.note@1' }),
      node('action', 'update', {
        connection: 'crm',
        method: 'PATCH',
        path: '/deals',
        fields: [{ name: 'amount', label: 'Amount', value: 'draft.amount' }],
      }),
      node('end', 'done'),
    ],
    edges: ['start -> draft', 'draft -> update', 'update -> done'],
  })

describe('an example of a condition', () => {
  it('reads what a step of this very team hands on', () => {
    expect(exampleCondition(team({ text: field('string'), amount: field('number') }))).toBe(
      'draft.amount > 10',
    )
    expect(exampleCondition(team({ mood: field('string', { enum: ['calm'] }) }))).toBe('draft.mood == "calm"')
    expect(exampleCondition(team({ sure: field('boolean') }))).toBe('draft.sure == true')
  })

  it('is any, where no step hands on what is easily asked about', () => {
    expect(exampleCondition(team({ text: field('string') }))).toBe('quote.discount > 10')
  })

  it('of a request names a field that it sends', () => {
    const drawn = team({ amount: field('number') })
    expect(exampleOfRequest(drawn, 'update')).toBe('request.body.amount != null')
    expect(exampleOfRequest(drawn, 'draft')).toBe('request.method == "PATCH"')
  })
})
