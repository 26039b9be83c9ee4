import { createHash } from 'node:crypto'
import { ExpressionError } from '@/domain/expression/cel'
import { BatonError } from '@/domain/problem'
import { textProblem } from '@/domain/storable'
import { mapBody } from '@/domain/trigger/map-body'
import type { Mapping } from '@/domain/trigger/trigger'
import { secretBox } from '@/server/auth/secret-box'
import { bounded } from '@/server/bounded'
import type { Db } from '@/server/db/client'
import type { StartedRun } from '../run/start'
import { parseTrigger, type StoredTrigger } from './find'
import { startTriggered } from './start-triggered'
import { signatureProblem, type SignedHeaders } from './webhook-key'

const LONGEST_ID = 120

/**
 * Takes a message for a webhook: whoever holds its key may start the team. The message's id makes it one start, however
 * often it is sent; with another body it is refused.
 * @param body the raw bytes, which are what is signed
 * @throws BatonError not_found · unauthenticated (signature, time) · conflict (switched off, not published, the id was
 * used with another body) · invalid (pointers into the body)
 */
export async function receiveWebhook(
  db: Db,
  { id, headers, body, now = new Date() }: { id: string; headers: SignedHeaders; body: Buffer; now?: Date },
): Promise<StartedRun> {
  const row = await db.prisma.teamTrigger.findFirst({ where: { id, kind: 'webhook' } })
  if (!row) throw new BatonError('not_found', 'There is no such webhook.')
  const trigger = parseTrigger(row)
  if (trigger.kind !== 'webhook') throw new Error('a webhook that is none')
  refuseUnsigned(trigger, headers, body, now)
  if (!trigger.enabled) throw new BatonError('conflict', 'This webhook is switched off.')
  const { workspaceId } = trigger
  const digest = createHash('sha256').update(body).digest('hex')
  const claim = { triggerId: id, messageId: headers.id }
  await db.prisma.webhookDelivery.createMany({
    data: [{ ...claim, workspaceId, bodyDigest: digest }],
    skipDuplicates: true,
  })
  const first = await db.prisma.webhookDelivery.findUniqueOrThrow({ where: { triggerId_messageId: claim } })
  if (first.bodyDigest !== digest)
    throw new BatonError('conflict', 'A message with this webhook-id came before with another body.')
  if (first.runId) return { id: first.runId, created: false }
  const input = inputOf(body, trigger.config.mapping)
  const started = await startTriggered(db, trigger, { input, key: headers.id }).catch(forSender)
  await db.prisma.webhookDelivery.update({
    where: { triggerId_messageId: claim },
    data: { runId: started.id },
  })
  return started
}

/** Who stopped the team and why is not the sender's to know; the operator reads it at the trigger. */
function forSender(error: unknown): never {
  if (error instanceof BatonError && error.code === 'conflict')
    throw new BatonError(
      'conflict',
      'The team behind this webhook is not published, or is stopped or archived.',
    )
  throw error
}

function refuseUnsigned(trigger: StoredTrigger, headers: SignedHeaders, body: Buffer, now: Date): void {
  if (!headers.id || headers.id.length > LONGEST_ID || textProblem(headers.id))
    throw new BatonError('unauthenticated', `webhook-id is missing, or longer than ${LONGEST_ID} characters.`)
  const sealed = [
    ...(trigger.secretSealed ? [trigger.secretSealed] : []),
    ...(trigger.previousSealed && trigger.previousUntil && trigger.previousUntil > now
      ? [trigger.previousSealed]
      : []),
  ]
  const keys = sealed.map((each) => secretBox().open(each))
  const problem = signatureProblem(keys, headers, body, now)
  if (problem) throw new BatonError('unauthenticated', problem)
}

/** @throws BatonError invalid */
export function inputOf(body: Buffer, mapping: Mapping | undefined): Record<string, unknown> {
  const given = parseJson(body)
  const unstorable = textProblem(given)
  if (unstorable) throw new BatonError('invalid', 'The body holds what cannot be stored.', [unstorable])
  return mapGiven(given, mapping)
}

/** The input that a mapping makes of a body, in the time that expressions have. @throws BatonError invalid */
export function mapGiven(given: unknown, mapping: Mapping | undefined): Record<string, unknown> {
  try {
    const mapped = mapping ? bounded(() => mapBody(given, mapping)) : mapBody(given, mapping)
    if ('input' in mapped) return mapped.input
    throw new BatonError('invalid', 'The body does not give the input.', mapped.problems)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `The body does not give the input: ${error.message}.`)
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch {
    throw new BatonError('invalid', 'The body is not JSON in UTF-8.', [
      { pointer: '', message: 'is not JSON', expected: 'a JSON object in UTF-8' },
    ])
  }
}
