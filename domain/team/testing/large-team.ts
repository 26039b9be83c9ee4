import type { Contract } from '../../contract/contract'
import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import type { TeamNode } from '../node'
import { contract, drawTeam, field, idField, node } from './draw-team'
import { agent } from './sales-team'

const BLOCK = 10
const AGENTS = 24

/** Agents that a large team is staffed with, and the connection it writes over. */
export const largeCatalogue: Catalogue = {
  agents: Array.from({ length: AGENTS }, (_, i) =>
    agent(`agent-${i}`, {
      name: `Agent ${i}`,
      claims: [`case.topic_${i}`],
      ...(i % 5 === 0 && { categories: ['pii'] }),
    }),
  ),
  connections: [{ slug: 'crm', name: 'Practice CRM', owner: 'Mara Lind', clearance: 'confidential' }],
  published: 1,
}

/**
 * A sound team of so many nodes: one after the other, blocks of ten with a split, three agents' work brought together,
 * rules, a person who may send back, an effect and a way out, each with contracts of its own.
 * @param size at least 3, at most 500
 */
export function largeTeam(size: number): TeamDocument {
  const blocks = Math.floor((size - 2) / BLOCK)
  const extras = size - 2 - blocks * BLOCK
  const contracts: Contract[] = [
    contract('case.request@1', { account_id: idField() }),
    contract('case.opinion@1', { verdict: { enum: ['yes', 'no'], 'x-classification': 'internal' } }),
    contract('case.receipt@1', { id: field('string') }),
  ]
  const nodes: TeamNode[] = [
    node('trigger', 'start', { produces: 'case.request@1', title: 'Account {{ start.account_id }}' }),
  ]
  const edges: string[] = []
  let last = 'start'
  for (let i = 0; i < blocks; i++) {
    contracts.push(...contractsOf(i))
    nodes.push(...nodesOf(i))
    edges.push(`${last} -> b${i}_research`, ...edgesOf(i))
    last = `b${i}_route.more`
  }
  for (let i = 0; i < extras; i++) {
    nodes.push(node('agent', `extra_${i}`, { agent: agentFor(i), produces: 'case.receipt@1' }))
    edges.push(`${last} -> extra_${i}`)
    last = `extra_${i}`
  }
  nodes.push(node('end', 'done'))
  edges.push(`${last} -> done`)
  return drawTeam({ contracts, nodes, edges })
}

const agentFor = (i: number): string => `agent-${i % AGENTS}`

const contractsOf = (i: number): Contract[] => [
  contract(`dossier.b${i}@1`, {
    account: {
      type: 'object',
      properties: {
        name: field('string', { maxLength: 80 + i }),
        email: field('string', { format: 'email', 'x-classification': 'internal', 'x-categories': ['pii'] }),
        size: field('integer', { minimum: 1 }),
      },
      required: ['name', 'email', 'size'],
      additionalProperties: false,
    },
    deals: field('array', {
      items: {
        type: 'object',
        properties: { id: field('string'), amount: field('number', { minimum: 0 }) },
        required: ['id', 'amount'],
        additionalProperties: false,
      },
    }),
  }),
  contract(
    `draft.b${i}@1`,
    {
      amount: field('number', { minimum: 0, maximum: 1000 * (i + 1) }),
      stage: { enum: ['open', 'won', 'lost'], 'x-classification': 'internal' },
      discount: field('number', { minimum: 0, maximum: 100 }),
      note: field('string', { pattern: '^[A-Z]' }),
    },
    ['discount'],
  ),
]

const nodesOf = (i: number): TeamNode[] => {
  const b = `b${i}`
  const opinion = (side: string, n: number) =>
    node('agent', `${b}_${side}`, {
      agent: agentFor(3 * i + n),
      accepts: `dossier.b${i}@1`,
      produces: 'case.opinion@1',
      reads: ['start.account_id'],
    })
  return [
    node('agent', `${b}_research`, { agent: agentFor(5 * i), produces: `dossier.b${i}@1` }),
    node('parallel', `${b}_split`, {
      ways: [
        { port: 'left', label: '' },
        { port: 'right', label: '' },
      ],
    }),
    opinion('left', 1),
    opinion('right', 2),
    node('join', `${b}_join`),
    node('agent', `${b}_draft`, {
      agent: agentFor(7 * i + 3),
      accepts: `dossier.b${i}@1`,
      produces: `draft.b${i}@1`,
      reads: [`${b}_left.verdict`, `${b}_right.verdict`, 'start.account_id'],
    }),
    node('rules', `${b}_limits`, {
      rules: [
        { id: 'D-1', name: 'Large', when: `${b}_draft.amount > 10000`, then: 'review', message: '' },
        {
          id: 'D-2',
          name: 'Discount',
          when: `has(${b}_draft.discount) && ${b}_draft.discount > 10`,
          then: 'review',
          message: `{{ ${b}_draft.discount }} % is above 10 %`,
        },
        {
          id: 'D-3',
          name: 'Unsure',
          when: `decision.${b}_draft.confidence < 0.7 || ${b}_left.verdict != ${b}_right.verdict`,
          then: 'review',
          message: '',
        },
      ],
    }),
    node('human', `${b}_person`, { question: `Move {{ ${b}_research.account.name }}?` }),
    node('action', `${b}_update`, {
      connection: 'crm',
      method: 'PATCH',
      path: '/accounts/{{ start.account_id }}',
      summary: `Update {{ ${b}_research.account.name }}`,
      fields: [
        { name: 'stage', label: 'Stage', value: `${b}_draft.stage` },
        {
          name: 'deals',
          label: 'Deals',
          value: `${b}_research.deals.filter(deal, deal.amount > ${b}_draft.amount).size()`,
        },
      ],
      accepts: `draft.b${i}@1`,
      produces: 'case.receipt@1',
    }),
    node('router', `${b}_route`, {
      routes: [{ port: 'more', label: '', when: `${b}_draft.stage != "lost"` }],
    }),
  ]
}

const edgesOf = (i: number): string[] =>
  [
    'research -> split',
    'split.left -> left',
    'split.right -> right',
    'left -> join',
    'right -> join',
    'join -> draft',
    'draft -> limits',
    'limits.pass -> update',
    'limits.review -> person',
    'person.approved -> update',
    'person.sent_back -> draft',
    'update -> route',
    'route.default -> done',
  ].map((text) => {
    const [from = '', to = ''] = text.split(' -> ')
    return `b${i}_${from} -> ${to === 'done' ? to : `b${i}_${to}`}`
  })
