import type { Catalogue } from '../checks/check'
import { compileTeam } from '../compile'
import type { TeamDocument } from '../document'
import { reduce } from '../reduce'
import { contract, drawTeam, field, node } from './draw-team'
import { agent } from './sales-team'

const SUBJECT = 'lead.quality'

/** Two agents that claim the same, and a judge. */
export const settlingCatalogue = (judge: object = {}): Catalogue => ({
  agents: [
    agent('credit', { models: ['m-credit'], claims: [SUBJECT] }),
    agent('fit', { models: ['m-fit'], claims: [SUBJECT] }),
    agent('judge', { models: ['m-judge'], ...judge }),
  ],
  connections: [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'confidential' }],
})

const contracts = () => [
  contract('lead@1', { name: field('string') }),
  contract('opinion@1', { score: field('number', { 'x-classification': 'internal' }) }),
]

const work = { retries: 0, repairs: 0 }

const settler = (more: object) =>
  node('conflict', 'settle', {
    ...work,
    subject: SUBJECT,
    claims: [
      { node: 'credit_check', value: 'credit_check.score' },
      { node: 'fit_check', value: 'fit_check.score' },
    ],
    owner: 'credit_check',
    ...more,
  })

const opinions = () => [
  node('agent', 'credit_check', { ...work, agent: 'credit', produces: 'opinion@1' }),
  node('agent', 'fit_check', { ...work, agent: 'fit', produces: 'opinion@1' }),
]

/** start → two agents judge a lead at the same time → their claims are settled → end. */
export const settlingTeam = (more: object = {}): TeamDocument =>
  drawTeam({
    contracts: contracts(),
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('parallel', 'split', {
        ways: [
          { port: 'credit', label: '' },
          { port: 'fit', label: '' },
        ],
      }),
      ...opinions(),
      node('join', 'both'),
      settler(more),
      node('end', 'done'),
    ],
    edges: [
      'start -> split',
      'split.credit -> credit_check',
      'split.fit -> fit_check',
      'credit_check -> both',
      'fit_check -> both',
      'both -> settle',
      'settle -> done',
    ],
  })

/** The same for each of several leads. */
export const settlingEach = (more: object = {}): TeamDocument =>
  drawTeam({
    contracts: [
      ...contracts(),
      contract('leads@1', {
        leads: field('array', {
          items: {
            type: 'object',
            properties: { name: field('string') },
            required: ['name'],
            additionalProperties: false,
          },
        }),
      }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'leads@1' }),
      node('map', 'each', { over: 'start.leads', produces: 'lead@1', atOnce: 3 }),
      ...opinions(),
      settler(more),
      node('join', 'all'),
      node('end', 'done'),
    ],
    edges: [
      'start -> each',
      'each.each -> credit_check',
      'credit_check -> fit_check',
      'fit_check -> settle',
      'settle -> all',
      'all -> done',
    ],
  })

/** The team with the contract of what is settled, as the fix of its problem writes it. */
export function withSettledContract(team: TeamDocument, catalogue = settlingCatalogue()): TeamDocument {
  const problem = compileTeam(team, catalogue).problems.find(({ code }) => code === 'conflict.contract')
  const command = problem?.fixes?.[0]?.command
  if (!command) throw new Error('the contract of what is settled is there already')
  return reduce(team, command)
}
