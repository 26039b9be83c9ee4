import type { TeamDocument } from '../document'
import { contract, drawTeam, field, node } from './draw-team'

type Staff = readonly [lead: string, bank: string, market: string]
const STAFF: Staff = ['writer', 'researcher', 'spare']

/** start → an orchestrator that gives tasks to two agents, by a rule, by who can, and by its own choice → end. */
export const hubTeam = (more: object = {}, [lead, bank, market] = STAFF): TeamDocument =>
  drawTeam({
    contracts: [
      contract('lead@1', { name: field('string') }),
      contract('question@1', { about: field('string'), amount: field('number') }),
      contract('figure@1', { value: field('number', { 'x-classification': 'internal' }) }),
      contract('report@1', { text: field('string') }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('orchestrator', 'lead', {
        agent: lead,
        task: 'Say whether we should take this lead.',
        accepts: 'lead@1',
        produces: 'report@1',
        repairs: 0,
        retries: 0,
        tasks: [
          { type: 'credit', about: 'How good is their credit?', input: 'question@1' },
          { type: 'fit', about: 'Do they fit?', input: 'question@1' },
        ],
        spokes: [
          { port: 'bank', label: 'Credit desk', can: ['credit', 'fit'] },
          { port: 'market', label: 'Market desk', can: ['fit'] },
        ],
        rules: [{ type: 'fit', when: 'task.amount > 1000.0', to: 'bank' }],
        maxRounds: 2,
        ...more,
      }),
      node('agent', 'bank_desk', {
        agent: bank,
        accepts: 'question@1',
        produces: 'figure@1',
        retries: 0,
        repairs: 0,
      }),
      node('agent', 'market_desk', {
        agent: market,
        accepts: 'question@1',
        produces: 'figure@1',
        retries: 0,
        repairs: 0,
      }),
      node('end', 'done', { accepts: 'report@1' }),
    ],
    edges: [
      'start -> lead',
      'lead.bank -> bank_desk',
      'lead.market -> market_desk',
      'bank_desk -> lead',
      'market_desk -> lead',
      'lead -> done',
    ],
  })
