import { z } from 'zod'
import { contractOfAnswer } from '@/domain/connection/contract-of'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import { operationNameSchema, type Operation } from '@/domain/connection/operation'
import type { Contract } from '@/domain/contract/contract'
import { classificationSchema } from '@/domain/policy/classification'
import type { Hidden } from '@/domain/policy/seen-data'
import { BatonError } from '@/domain/problem'
import { storable } from '@/domain/storable'
import { checkInstance } from '@/server/bounded'
import { createConnectors, type OperationRequest } from '@/server/connectors/connectors'
import { ConnectorError, type HttpRequest } from '@/server/connectors/http'
import type { Tx } from '@/server/db/client'
import { authorize, transact, type Context } from '../context'
import { sightIn, type Sight } from '../sight'
import { findConnection, findOperation, storedOperation } from './find'

const ofOperation = z.object({
  id: z.string(),
  call: z.literal('operation'),
  operation: operationNameSchema,
  arguments: z.record(z.string(), z.unknown()).default({}),
  /** Of an operation that writes: whoever calls knows that it is carried out. */
  confirmed: z.boolean().default(false),
  /** With the secret that waits to be confirmed. */
  nextSecret: z.boolean().default(false),
})

const ofPath = z.object({
  id: z.string(),
  call: z.literal('path'),
  /** What to read of an HTTP service, whatever is declared of it. */
  path: z.string().startsWith('/').max(300),
})

export const callNowInput = z.discriminatedUnion('call', [ofOperation, ofPath])
type CallNow = z.infer<typeof callNowInput>

export interface CalledNow {
  ok: boolean
  /** What happened, in a sentence. */
  says: string
  /** HTTP status or its like; 0 when nothing answered. */
  status: number
  ms: number
  /** The beginning of the answer, as far as the caller is cleared for it. */
  answer: string
  /** What of it is not shown to them as it is. */
  hidden: Hidden[]
}

const SHOWN = 4000
const limits = () => ({ timeoutMs: 20_000, signal: new AbortController().signal })

/**
 * Calls an operation now, or reads a path, as a run would. It is on the record before it goes out, and so is what came of it.
 * @throws BatonError not_found | conflict where it may not be called or is not confirmed | invalid arguments
 */
export async function callNow(ctx: Context, input: CallNow): Promise<CalledNow> {
  const scope = await authorize(ctx, 'connection.edit')
  const { db, workspace, actor } = scope
  const connection = await findConnection(db.prisma, workspace.id, input.id)
  const { id, slug, name } = connection
  const { operation, effect, asks, nextSecret, answers, request } = await outgoing(
    db.prisma,
    connection,
    input,
  )
  const asked = await transact(scope, (_tx, record) =>
    record({
      kind: 'connection.call_asked',
      subject: slug,
      data: { connection: id, operation, effect, new_secret: nextSecret },
      sealed: { arguments: asks },
    }),
  )
  const connectors = createConnectors({ db })
  const said = async (came: { status: number; ms: number; code?: string }) => {
    await connectors.settle()
    await transact(scope, (_tx, record) =>
      record({
        kind: 'connection.called',
        subject: slug,
        causes: [asked],
        data: { connection: id, operation, ...came },
      }),
    )
  }
  try {
    const caller = { by: 'person', actor } as const
    const secret = nextSecret ? ({ secret: 'next' } as const) : {}
    const { status, body, ms } = await connectors.call(workspace.id, slug, request(asked), caller, secret)
    const ok = status < 300
    const refused = status === 401 || status === 403 ? ' It refuses the secret.' : ''
    await said({ status, ms })
    const seen = shownAnswer(await sightIn(scope), storable(body), ok ? answers : undefined)
    return { ok, says: `${name} answered ${status}.${refused}`, status, ms, ...seen }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    await said({ status: 0, ms: 0, code: error.code })
    return { ok: false, says: error.message, status: 0, ms: 0, answer: '', hidden: [] }
  }
}

interface Outgoing {
  /** As the ledger names it. */
  operation: string
  effect: Operation['effect']
  /** What is asked, for the record. */
  asks: Record<string, unknown>
  nextSecret: boolean
  /** What is known of the answer. */
  answers: Contract | undefined
  request: (idempotencyKey: string) => HttpRequest | OperationRequest
}

/** @throws BatonError not_found | conflict where it may not be called or is not confirmed | invalid arguments */
async function outgoing(
  tx: Tx,
  connection: Awaited<ReturnType<typeof findConnection>>,
  input: CallNow,
): Promise<Outgoing> {
  if (input.call === 'path') {
    const { path } = input
    return {
      ...{ operation: 'GET', effect: 'read', asks: { path }, nextSecret: false, answers: undefined },
      request: () => ({ method: 'GET', path, ...limits() }),
    }
  }
  const { operation: name, arguments: args, confirmed, nextSecret } = input
  const fixed = CONNECTION_KIND[connection.kind].fixed?.find((one) => one.name === name)
  const { operation, state } = fixed
    ? { operation: fixed, state: 'on' }
    : storedOperation(await findOperation(tx, connection, name))
  const { title, effect } = operation
  if (state !== 'on') throw new BatonError('conflict', `${title} is not switched on.`)
  if (effect === 'write' && !confirmed)
    throw new BatonError('conflict', `${title} changes something outside: confirm that it is to be done.`)
  const problems = checkInstance(operation.input, args)
  if (problems[0])
    throw new BatonError(
      'invalid',
      'The arguments do not fit.',
      problems.map((problem) => ({ ...problem, pointer: `/arguments${problem.pointer}` })),
    )
  const { slug, clearance } = connection
  return {
    ...{ operation: name, effect, asks: args, nextSecret },
    answers: contractOfAnswer({ slug, clearance: classificationSchema.parse(clearance) }, operation),
    request: (idempotencyKey) => ({ operation, arguments: args, idempotencyKey, ...limits() }),
  }
}

/** The beginning of an answer as who called may see it: by its contract, and where there is none as what nobody classified. */
function shownAnswer(sight: Sight, body: unknown, contract: Contract | undefined) {
  const { data, hidden } = sight.ofAnswer(
    { answer: body },
    () => contract && { schema: contract.schema, contracts: [contract.name] },
  )
  const shown = data['answer']
  const answer = typeof shown === 'string' ? shown : (JSON.stringify(shown, null, 2) ?? '')
  return { answer: answer.slice(0, SHOWN), hidden }
}
