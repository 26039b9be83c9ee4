import type { Agent } from '../agent'
import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import { contract, drawTeam, field, idField, node } from './draw-team'

export function agent(slug: string, more: Partial<Agent> = {}): Agent {
  return {
    slug,
    name: slug.charAt(0).toUpperCase() + slug.slice(1),
    job: `The job of ${slug}`,
    instructions: '',
    owner: 'Mara Lind',
    clearance: 'confidential',
    categories: ['pii', 'financial'],
    tier: 'standard',
    models: [],
    tools: [],
    autonomy: 2,
    claims: [],
    ...more,
  }
}

export const salesCatalogue: Catalogue = {
  agents: [agent('researcher'), agent('writer'), agent('spare')],
  connections: [
    { slug: 'crm', name: 'Practice CRM', owner: 'Mara Lind', clearance: 'confidential' },
    { slug: 'web', name: 'Web', owner: 'Mara Lind', clearance: 'public' },
  ],
}

const account = {
  type: 'object',
  properties: {
    name: field('string'),
    email: field('string', { 'x-classification': 'confidential', 'x-categories': ['pii'] }),
  },
  required: ['name', 'email'],
  additionalProperties: false,
}

/** A sound team: two agents, rules, a person who may send back, one effect. */
export const salesTeam = (): TeamDocument =>
  drawTeam({
    contracts: [
      contract('lead.request@1', { account_id: idField() }),
      contract('account.dossier@1', { account, deals: field('array', { items: { type: 'number' } }) }),
      contract(
        'deal.draft@1',
        {
          amount: field('number'),
          stage: { enum: ['open', 'won', 'lost'], 'x-classification': 'internal' },
          discount: field('number'),
          note: field('string'),
          contact: { anyOf: [account, { type: 'null' }] },
        },
        ['discount'],
      ),
      contract('crm.receipt@1', { id: field('string') }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead.request@1', title: 'Account {{ start.account_id }}' }),
      node('agent', 'research', {
        agent: 'researcher',
        accepts: 'lead.request@1',
        produces: 'account.dossier@1',
      }),
      node('agent', 'drafting', {
        agent: 'writer',
        accepts: 'account.dossier@1',
        produces: 'deal.draft@1',
        reads: ['start.account_id'],
      }),
      node('rules', 'limits', {
        rules: [
          { id: 'D-1', name: 'Large', when: 'drafting.amount > 10000', then: 'review', message: '' },
          {
            id: 'D-2',
            name: 'Discount',
            when: 'has(drafting.discount) && drafting.discount > 10',
            then: 'review',
            message: '{{ drafting.discount }} % is above 10 %',
          },
          {
            id: 'D-3',
            name: 'Unsure',
            when: 'decision.drafting.confidence < 0.7',
            then: 'review',
            message: '',
          },
        ],
      }),
      node('human', 'person', { question: 'Move {{ research.account.name }}?' }),
      node('action', 'update', {
        connection: 'crm',
        method: 'PATCH',
        path: '/accounts/{{ start.account_id }}',
        summary: 'Update {{ research.account.name }}',
        fields: [
          { name: 'stage', label: 'Stage', value: 'drafting.stage' },
          { name: 'amount', label: 'Amount', value: 'drafting.amount', before: 'research.deals[0]' },
        ],
        accepts: 'deal.draft@1',
        produces: 'crm.receipt@1',
      }),
      node('end', 'done', { accepts: 'crm.receipt@1' }),
    ],
    edges: [
      'start -> research',
      'research -> drafting',
      'drafting -> limits',
      'limits.pass -> update',
      'limits.review -> person',
      'person.approved -> update',
      'person.sent_back -> drafting',
      'update -> done',
    ],
  })
