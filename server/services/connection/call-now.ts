import { z } from 'zod'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import { operationNameSchema } from '@/domain/connection/operation'
import { BatonError } from '@/domain/problem'
import { storable } from '@/domain/storable'
import { checkInstance } from '@/server/bounded'
import { createConnectors } from '@/server/connectors/connectors'
import { ConnectorError } from '@/server/connectors/http'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context } from '../context'
import { findConnection, findOperation, storedOperation } from './find'

export const callNowInput = z.object({
  id: z.string(),
  operation: operationNameSchema,
  arguments: z.record(z.string(), z.unknown()).default({}),
  /** Of an operation that writes: whoever calls knows that it is carried out. */
  confirmed: z.boolean().default(false),
  /** With the secret that waits to be confirmed. */
  nextSecret: z.boolean().default(false),
})

export interface CalledNow {
  ok: boolean
  /** What happened, in a sentence. */
  says: string
  /** HTTP status or its like; 0 when nothing answered. */
  status: number
  ms: number
  /** The beginning of the answer. */
  answer: string
}

const SHOWN = 4000

/**
 * Calls an operation now, as a run would. It is on the record before it goes out, and so is what came of it.
 * @throws BatonError not_found | conflict where it may not be called or is not confirmed | invalid arguments
 */
export async function callNow(ctx: Context, input: z.infer<typeof callNowInput>): Promise<CalledNow> {
  const scope = await authorize(ctx, 'connection.edit')
  const { db, workspace, actor } = scope
  const { id, operation: name, arguments: args, nextSecret } = input
  const connection = await findConnection(db.prisma, workspace.id, id)
  const fixed = CONNECTION_KIND[connection.kind].fixed?.find((one) => one.name === name)
  const { operation, state } = fixed
    ? { operation: fixed, state: 'on' }
    : storedOperation(await findOperation(db.prisma, connection, name))
  if (state !== 'on') throw new BatonError('conflict', `${operation.title} is not switched on.`)
  if (operation.effect === 'write' && !input.confirmed)
    throw new BatonError(
      'conflict',
      `${operation.title} changes something outside: confirm that it is to be done.`,
    )
  const problems = checkInstance(operation.input, args)
  if (problems[0])
    throw new BatonError(
      'invalid',
      'The arguments do not fit.',
      problems.map((problem) => ({ ...problem, pointer: `/arguments${problem.pointer}` })),
    )
  const asked = await transact(scope, (_tx, record) =>
    record({
      kind: 'connection.call_asked',
      subject: connection.slug,
      data: {
        connection: id,
        operation: name,
        effect: operation.effect,
        arguments: digestOf(args),
        new_secret: nextSecret,
      },
      sealed: { arguments: args },
    }),
  )
  const connectors = createConnectors({ db })
  const said = async (result: CalledNow, code?: string): Promise<CalledNow> => {
    await connectors.settle()
    await transact(scope, (_tx, record) =>
      record({
        kind: 'connection.called',
        subject: connection.slug,
        causes: [asked],
        data: {
          connection: id,
          operation: name,
          status: result.status,
          ms: result.ms,
          ...(code && { code }),
        },
      }),
    )
    return result
  }
  try {
    const { status, body, ms } = await connectors.call(
      workspace.id,
      connection.slug,
      {
        operation,
        arguments: args,
        timeoutMs: 20_000,
        signal: new AbortController().signal,
        idempotencyKey: asked,
      },
      { by: 'person', actor },
      nextSecret ? { secret: 'next' } : {},
    )
    const shown = storable(body)
    const answer = (typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2)).slice(0, SHOWN)
    const refused = status === 401 || status === 403 ? ' It refuses the secret.' : ''
    return await said({
      ok: status < 300,
      says: `${connection.name} answered ${status}.${refused}`,
      status,
      ms,
      answer,
    })
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return said({ ok: false, says: error.message, status: 0, ms: 0, answer: '' }, error.code)
  }
}
