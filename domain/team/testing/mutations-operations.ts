import { operationSchema, type Operation } from '../../connection/operation'
import type { Catalogue } from '../checks/check'
import { edits, set, type Mutation, type Mutations } from './mutate'
import { agent, salesCatalogue } from './sales-team'

const operation = (name: string, effect: Operation['effect'], needs: string[]): Operation =>
  operationSchema.parse({
    ...{ name, title: name, effect },
    input: {
      type: 'object',
      properties: Object.fromEntries([...needs, 'note'].map((one) => [one, {}])),
      required: needs,
      additionalProperties: false,
    },
    request: { kind: 'http', method: effect === 'read' ? 'GET' : 'POST', path: '/' },
  })
const WRITES = ['close', 'reopen', 'tag', 'drop', 'merge']
const operations: Record<string, Operation> = {
  find: operation('find', 'read', []),
  move: operation('move', 'write', ['stage', 'amount']),
  ...Object.fromEntries(WRITES.map((name) => [name, operation(name, 'write', [])])),
}

/** The CRM as one whose operations are declared. */
const offering = (agents: Catalogue['agents'] = salesCatalogue.agents): Catalogue => ({
  ...salesCatalogue,
  agents,
  connections: salesCatalogue.connections.map((one) => (one.slug === 'crm' ? { ...one, operations } : one)),
})
const using = (name: string) =>
  offering([
    agent('researcher'),
    agent('writer', {
      tools: [
        { name: 'look', description: 'Looks', connection: 'crm', operation: name, path: '/', parameters: {} },
      ],
    }),
  ])
const field = (name: string, value: string) => ({ name, label: '', value })
const STAGE = field('stage', 'drafting.stage')
const AMOUNT = field('amount', 'drafting.amount')
const NOTE = field('note', "'as agreed'")

/** Changes of which operations are called, and with what. */
export const operationMutations: Mutations[] = [
  {
    check: 'connections',
    cases: [
      ...['mvoe', 'fnid', 'delete', 'moves'].map((name): Mutation => ({
        name: `${name}, an operation that is not there`,
        codes: ['connections.operation'],
        mutate: edits(set('update', { operation: name })),
        catalogue: offering(),
      })),
      {
        name: 'an operation of a connection that has none',
        codes: ['connections.operation'],
        mutate: edits(set('update', { operation: 'move' })),
      },
      {
        name: 'a tool by an operation that is not there',
        codes: ['connections.operation'],
        mutate: (team) => team,
        catalogue: using('fnid'),
      },
      ...[[], [STAGE], [AMOUNT], [NOTE], [STAGE, NOTE]].map((fields): Mutation => ({
        name: `an operation that is told only ${fields.map(({ name }) => name).join(' and ') || 'nothing'}`,
        codes: ['connections.argument_missing'],
        mutate: edits(set('update', { operation: 'move', fields })),
        catalogue: offering(),
      })),
      ...['sum', 'total', 'stages', 'Amount', 'extra'].map((name): Mutation => ({
        name: `an operation that is told ${name}, which it does not take`,
        codes: ['connections.argument_unknown'],
        mutate: edits(set('update', { operation: 'move', fields: [STAGE, AMOUNT, field(name, '1')] })),
        catalogue: offering(),
      })),
      ...WRITES.map((name): Mutation => ({
        name: `${name}, an operation that writes, drawn as a read`,
        codes: ['connections.operation_writes'],
        mutate: edits(set('update', { operation: name, effect: 'read', fields: [NOTE] })),
        catalogue: offering(),
      })),
    ],
  },
  {
    check: 'agents',
    cases: WRITES.map((name): Mutation => ({
      name: `a tool by ${name}, an operation that writes`,
      codes: ['agents.writes'],
      mutate: (team) => team,
      catalogue: using(name),
    })),
  },
]
