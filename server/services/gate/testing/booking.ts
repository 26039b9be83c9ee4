import { expect } from 'vitest'
import { operationSchema, type Operation } from '@/domain/connection/operation'
import { BatonError } from '@/domain/problem'
import type { Bundle } from '@/domain/team/bundle'
import { newId } from '@/server/db/id'
import { dealBundle } from '@/server/engine/testing/bundle'
import type { EngineBench } from '@/server/engine/testing/engine-bench'
import { startRun } from '../../run/start'

export const book = operationSchema.parse({
  ...{ name: 'book', title: 'Book it', effect: 'write', idempotent: true },
  input: {
    type: 'object',
    properties: { deal: { type: 'string' }, amount: { type: 'number' } },
    required: ['deal', 'amount'],
  },
  output: { type: 'object', properties: { id: { type: 'string' } } },
  request: { kind: 'http', method: 'POST', path: '/deals/{deal}/bookings', body: { fields: ['amount'] } },
  undo: { operation: 'cancel', arguments: { booking: 'answer.id', because: "'of ' + input.deal" } },
})
export const cancel = operationSchema.parse({
  ...{ name: 'cancel', title: 'Cancel a booking', effect: 'write', idempotent: false },
  input: {
    type: 'object',
    properties: { booking: { type: 'string' }, because: { type: 'string' } },
    required: ['booking'],
  },
  request: { kind: 'http', method: 'DELETE', path: '/bookings/{booking}', body: { fields: ['because'] } },
})

/** As published: the action has a leftover undo of its own, which counts for nothing beside an operation. */
export function calling(...operations: Operation[]): Bundle {
  const fields = [
    { name: 'deal', value: 'draft.deal_id' },
    { name: 'amount', value: 'draft.amount' },
  ]
  const bundle = dealBundle({ action: { operation: 'book', fields, undo } })
  const { crm, ...others } = bundle.connections
  const known = Object.fromEntries(operations.map((one) => [one.name, one]))
  return { ...bundle, connections: { ...others, crm: { ...crm!, operations: known } } }
}

export const undo = {
  method: 'DELETE',
  path: '/deals/{{ answer.id }}',
  summary: 'Take {{ answer.id }} back',
  fields: [{ name: 'was', value: 'input.amount' }],
}

/** Both are operations of the bench's CRM that may be called. @returns the connection's id */
export async function allowBooking(bench: EngineBench): Promise<string> {
  const crm = await bench.db.prisma.connection.findFirstOrThrow({ where: { slug: 'crm' } })
  for (const definition of [book, cancel])
    await bench.db.prisma.connectionOperation.create({
      data: {
        ...{ id: newId('cop'), workspaceId: bench.workspaceId, connectionId: crm.id, state: 'on' },
        ...{ name: definition.name, definition: definition as object },
      },
    })
  return crm.id
}

/** Runs a team to its end. @returns the effect that was carried out */
export async function carriedOut(bench: EngineBench, team: string): Promise<string> {
  bench.service.answers.push({ body: '{"id":"note-1"}' })
  const { id } = await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  return run.effects[0]?.id ?? ''
}

/** What a service refused it with. */
export const failureOf = async (work: Promise<unknown>): Promise<BatonError> => {
  const failed: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (failed instanceof BatonError) return failed
  throw new Error('it did not fail as it should', { cause: failed })
}
