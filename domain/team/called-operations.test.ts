import { describe, expect, it } from 'vitest'
import { operationSchema } from '../connection/operation'
import { calledOperations, withOperations } from './called-operations'
import { nodeSchema } from './node'

const operation = (name: string) =>
  operationSchema.parse({
    ...{ name, title: name, effect: 'read', input: { type: 'object' } },
    request: { kind: 'http', method: 'GET', path: '/' },
  })
const crm = {
  ...{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'internal' as const },
  operations: { find: operation('find'), close: operation('close'), list: operation('list') },
}

describe('the operations that a version holds', () => {
  it('are those that its actions and its agents’ tools name, and no others', () => {
    const nodes = [
      nodeSchema.parse({ id: 'a', name: 'A', kind: 'action', connection: 'crm', operation: 'close' }),
      nodeSchema.parse({ id: 'b', name: 'B', kind: 'action', connection: 'crm' }),
    ]
    const tool = {
      name: 'find',
      description: 'Finds',
      connection: 'crm',
      operation: 'find',
      path: '/',
      parameters: {},
    }
    const held = withOperations({ crm }, calledOperations(nodes, [{ tools: [tool] }]))
    expect(Object.keys(held['crm']?.operations ?? {})).toEqual(['find', 'close'])
  })

  it('are also what takes back what they do, though nothing calls that', () => {
    const close = { ...crm.operations.close, undo: { operation: 'list', arguments: {} } }
    const undone = { ...crm, operations: { ...crm.operations, close } }
    const nodes = [
      nodeSchema.parse({ id: 'a', name: 'A', kind: 'action', connection: 'crm', operation: 'close' }),
    ]
    const held = withOperations({ crm: undone }, calledOperations(nodes, []))
    expect(Object.keys(held['crm']?.operations ?? {})).toEqual(['close', 'list'])
  })

  it('leave no trace where none is named: the version is as it was before there were any', () => {
    expect(withOperations({ crm }, calledOperations([], []))['crm']).not.toHaveProperty('operations')
  })
})
