import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import { contract, drawTeam, field, idField, node } from './draw-team'
import { agent } from './sales-team'

/** A writer, and a judge who reviews what the writer decides before it is sent. */
export const supervisedCatalogue = (judge: object = {}, writer: object = {}): Catalogue => ({
  agents: [
    agent('writer', { models: ['m-writer'], ...writer }),
    agent('judge', { models: ['m-judge'], ...judge }),
  ],
  connections: [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'confidential' }],
})

const contracts = () => [
  contract('lead@1', {
    name: idField(),
    income: field('number', { 'x-classification': 'confidential' }),
  }),
  contract('letter@1', {
    text: field('string'),
    discount: field('number', { 'x-classification': 'internal', maximum: 50 }),
  }),
]

/**
 * start → an agent writes → rules → a supervisor reviews → it is sent. What it rejects goes back to the writer with the
 * reasons; where it is in doubt, a person decides.
 */
export const supervisedTeam = (supervisor: object = {}, drawn: { back?: boolean } = {}): TeamDocument =>
  drawTeam({
    contracts: contracts(),
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('agent', 'write', {
        agent: 'writer',
        accepts: 'lead@1',
        produces: 'letter@1',
        retries: 0,
        repairs: 0,
      }),
      node('rules', 'checks', {
        rules: [
          { id: 'L-1', name: 'Fair', when: 'write.discount > 30', then: 'reject', message: 'above 30 %' },
        ],
      }),
      node('supervisor', 'review', {
        agent: 'judge',
        retries: 0,
        repairs: 0,
        task: 'Letters are short and promise nothing.',
        ...supervisor,
      }),
      node('human', 'person', { question: 'Send it to {{ start.name }}?' }),
      node('action', 'send', {
        connection: 'crm',
        path: '/letters/{{ start.name }}',
        // A supervisor alone makes no effect of a guarded agent's low.
        risk: 'low',
        fields: [{ name: 'text', label: 'Text', value: 'write.text', readByPeople: true }],
      }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> write',
      'write -> checks',
      'checks.pass -> review',
      'checks.reject -> no',
      'review.approved -> send',
      ...(drawn.back === false ? [] : ['review.sent_back -> write']),
      'review.escalated -> person',
      'person.approved -> send',
      'send -> done',
    ],
  })
