import type { Contract } from '@/domain/contract/contract'
import { seesByClearance } from '@/domain/policy/by-clearance'
import { compileView } from '@/domain/policy/compile-view'
import { agentSchema } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { nodeSchema } from '@/domain/team/node'

/** Held to an id: it stands in the address that is written to. */
const ID = { type: 'string', pattern: '^[A-Za-z0-9-]*$', maxLength: 40, 'x-classification': 'internal' }

export const note: Contract = {
  name: 'deal.note',
  version: 1,
  description: '',
  schema: {
    type: 'object',
    properties: {
      deal_id: ID,
      amount: { type: 'number', minimum: 0, 'x-classification': 'internal' },
    },
    required: ['deal_id', 'amount'],
    additionalProperties: false,
  },
}

const ask: Contract = {
  name: 'deal.ask',
  version: 1,
  description: '',
  schema: {
    type: 'object',
    properties: { deal_id: ID },
    required: ['deal_id'],
    additionalProperties: false,
  },
}

/** start → draft (agent) → checks (rules) → update (write), by way of a person when the amount is above 1000. */
export function dealBundle(more: { human?: object; action?: object; agent?: object } = {}): Bundle {
  const agent = agentSchema.parse({
    slug: 'writer',
    name: 'Writer',
    job: 'Writes notes',
    owner: 'Ada Example',
    clearance: 'internal',
    autonomy: 2,
  })
  const nodes = [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Start',
      produces: 'deal.ask@1',
      title: 'Deal {{ start.deal_id }}',
    },
    {
      kind: 'agent',
      id: 'draft',
      name: 'Draft',
      agent: 'writer',
      produces: 'deal.note@1',
      accepts: 'deal.ask@1',
      ...more.agent,
    },
    {
      kind: 'rules',
      id: 'checks',
      name: 'Checks',
      rules: [
        {
          id: 'A-1',
          name: 'Amount',
          when: 'draft.amount > 1000',
          then: 'review',
          message: '{{ draft.amount }} is above 1000',
        },
      ],
    },
    { kind: 'human', id: 'approval', name: 'Approval', question: 'Write {{ draft.amount }}?', ...more.human },
    {
      kind: 'action',
      id: 'update',
      name: 'Update',
      connection: 'crm',
      method: 'PATCH',
      path: '/deals/{{ draft.deal_id }}',
      fields: [{ name: 'amount', value: 'draft.amount' }],
      accepts: 'deal.note@1',
      ...more.action,
    },
    { kind: 'end', id: 'done', name: 'Done', outcome: 'done' },
    { kind: 'end', id: 'no', name: 'Rejected', outcome: 'rejected' },
  ].map((node) => nodeSchema.parse(node))
  const draft = { slot: 'draft', contract: 'deal.note@1' }
  const edge = (port: string, to: string, carries: { slot: string; contract?: string }, returns = false) => ({
    id: `${port}_${to}`,
    port,
    to,
    carries,
    ...(returns ? { returns: true as const } : {}),
  })
  return {
    format: 1,
    name: 'Deals',
    goal: 'Keep deals right.',
    entry: 'start',
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    next: {
      start: [edge('out', 'draft', { slot: 'start', contract: 'deal.ask@1' })],
      draft: [edge('out', 'checks', draft)],
      checks: [edge('pass', 'update', draft), edge('review', 'approval', draft)],
      approval: [
        edge('approved', 'update', draft),
        edge('rejected', 'no', draft),
        edge('sent_back', 'draft', { slot: 'start', contract: 'deal.ask@1' }, true),
      ],
      update: [edge('out', 'done', draft)],
    },
    contracts: { 'deal.ask@1': ask, 'deal.note@1': note },
    agents: { writer: agent },
    connections: { crm: { slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'internal' } },
    views: { draft: compileView([{ slot: 'start', schema: ask.schema }], agent, seesByClearance) },
  }
}
