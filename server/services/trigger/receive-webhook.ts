import { ExpressionError } from '@/domain/expression/cel'
import { BatonError } from '@/domain/problem'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import { mapBody } from '@/domain/trigger/map-body'
import type { Mapping } from '@/domain/trigger/trigger'
import { bounded } from '@/server/bounded'
import type { Db } from '@/server/db/client'
import type { StartedRun } from '../run/start'
import { stopOf } from '../stop/refuse-stopped'
import { currentFor } from './current-for'
import { parseTrigger, type StoredTrigger } from './find'
import { startTriggered } from './start-triggered'
import { claimMessage, parseJson, refuseUnsigned } from '../signed/signed-message'
import type { SignedHeaders } from '@/server/auth/webhook-key'

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
  const claim = { senderId: id, messageId: headers.id }
  const first = await claimMessage(db.prisma, { ...claim, workspaceId }, body)
  if (first.runId) return { id: first.runId, created: false }
  const input = inputOf(body, trigger.config.mapping)
  const started = await startTriggered(db, trigger, { input, key: headers.id }).catch((error: unknown) =>
    forSender(db, trigger, error),
  )
  await db.prisma.receivedMessage.update({
    where: { senderId_messageId: claim },
    data: { runId: started.id },
  })
  return started
}

/** Who stopped the team and why is not the sender's to know, but which it is; the operator reads all at the trigger. */
async function forSender(
  db: Db,
  { workspaceId, teamId, environment }: StoredTrigger,
  error: unknown,
): Promise<never> {
  if (!(error instanceof BatonError) || (error.code !== 'conflict' && error.code !== 'not_found')) throw error
  const team = await db.prisma.team.findUniqueOrThrow({
    where: { id: teamId },
    select: { id: true, publishedId: true, archivedAt: true },
  })
  const its = 'The team behind this webhook'
  if (team.archivedAt) throw new BatonError('conflict', `${its} is archived.`)
  if (!(await currentFor(db.prisma, workspaceId, team, environment)))
    throw new BatonError('conflict', `${its} is not published yet.`)
  if (await stopOf(db, workspaceId, teamId))
    throw new BatonError('conflict', `${its} is stopped. Send the message again once it goes on.`)
  throw new BatonError('conflict', `${its} does not start at the moment. Send the message again.`)
}

/** @throws BatonError invalid */
export function inputOf(body: Buffer, mapping: Mapping | undefined): Record<string, unknown> {
  return mapGiven(parseJson(body), mapping)
}

/**
 * The input that a mapping makes of a body, in the time that expressions have. A number that was not kept exactly as it
 * was read is refused before an expression makes a text of it.
 * @throws BatonError invalid
 */
export function mapGiven(given: unknown, mapping: Mapping | undefined): Record<string, unknown> {
  refuseUnstorable(jsonProblem(given), 'The body')
  try {
    const mapped = mapping ? bounded(() => mapBody(given, mapping)) : mapBody(given, mapping)
    if ('input' in mapped) return mapped.input
    throw new BatonError('invalid', 'The body does not give the input.', mapped.problems)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new BatonError('invalid', `The body does not give the input: ${error.message}.`)
  }
}
