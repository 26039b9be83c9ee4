import type { TeamDocument } from '../document'
import { contract, drawTeam, field, node } from './draw-team'

const deal = {
  type: 'object',
  properties: { id: field('string') },
  required: ['id'],
  additionalProperties: false,
}

const gathered = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

const facts = gathered({ deals: field('array', { items: deal }) })
const price = gathered({ amount: field('number') })

/** A sound team that splits: two ways at once, then once for each deal, a person, one effect. */
export const splitTeam = (): TeamDocument =>
  drawTeam({
    contracts: [
      contract('lead.request@1', { account_id: field('string') }),
      contract('deal.facts@1', { deals: field('array', { items: deal }) }),
      contract('deal.price@1', { amount: field('number') }),
      contract('deal.both@1', { facts, price }),
      contract('deal.one@1', { id: field('string') }),
      contract('deal.score@1', { score: field('number') }),
      contract('deal.scores@1', {
        results: { type: 'array', items: gathered({ score: field('number') }) },
        missing: field('integer'),
      }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead.request@1' }),
      node('parallel', 'both', {
        ways: [
          { port: 'facts', label: 'Facts' },
          { port: 'price', label: 'Price' },
        ],
      }),
      node('agent', 'research', { agent: 'researcher', produces: 'deal.facts@1' }),
      node('agent', 'pricing', { agent: 'writer', produces: 'deal.price@1', reads: ['start.account_id'] }),
      node('join', 'together', { produces: 'deal.both@1' }),
      node('map', 'each', {
        over: 'together.facts.deals',
        produces: 'deal.one@1',
        atOnce: 2,
        maxItems: 10,
      }),
      node('agent', 'rating', { agent: 'spare', produces: 'deal.score@1', reads: ['research.deals'] }),
      node('join', 'rated', { produces: 'deal.scores@1' }),
      node('human', 'person', { question: 'Send {{ rated.missing }}?' }),
      node('action', 'update', {
        connection: 'crm',
        fields: [
          { name: 'amount', label: '', value: 'pricing.amount' },
          { name: 'scores', label: '', value: 'size(rated.results)' },
        ],
      }),
      node('end', 'done'),
    ],
    edges: [
      'start -> both',
      'both.facts -> research',
      'both.price -> pricing',
      'research -> together',
      'pricing -> together',
      'together -> each',
      'each.each -> rating',
      'rating -> rated',
      'rated -> person',
      'person.approved -> update',
      'update -> done',
    ],
  })
