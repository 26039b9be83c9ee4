import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { BatonError } from '@/domain/problem'
import { textProblem } from '@/domain/storable'
import type { ReceivedMessage } from '@/prisma/generated/client'
import { secretBox } from '@/server/auth/secret-box'
import type { Tx } from '@/server/db/client'
import { previousHolds, type SealedKeys } from './keys'
import { signatureProblem, type SignedHeaders } from '@/server/auth/webhook-key'
import { env } from '@/server/env'

// What webhooks and event sources have in common: whose message it is, and whether it came before.

const LONGEST_ID = 120

/** Lets through what a holder of a key signed just now. @throws BatonError unauthenticated */
export function refuseUnsigned(keys: SealedKeys, headers: SignedHeaders, body: Buffer, now: Date): void {
  if (!headers.id || headers.id.length > LONGEST_ID || textProblem(headers.id))
    throw new BatonError('unauthenticated', `webhook-id is missing, or longer than ${LONGEST_ID} characters.`)
  const { secretSealed, previousSealed } = keys
  const sealed = [
    ...(secretSealed ? [secretSealed] : []),
    ...(previousSealed && previousHolds(keys, now) ? [previousSealed] : []),
  ]
  const held = sealed.map((each) => secretBox().open(each))
  const problem = signatureProblem(held, headers, body, now)
  if (problem) throw new BatonError('unauthenticated', problem)
}

/**
 * Claims a sender's message by its id. In a transaction, whoever sends the same at the same moment waits for its end.
 * @returns the message as it came first, this time or before
 * @throws BatonError conflict when it came before with another body
 */
export async function claimMessage(
  tx: Tx,
  claim: { workspaceId: string; senderId: string; messageId: string },
  body: Uint8Array,
): Promise<ReceivedMessage> {
  const { BATON_SECRET_KEY: key, BATON_OLD_SECRET_KEY: before } = env()
  const bodyDigest = keyedDigest(body, key)
  await tx.receivedMessage.createMany({ data: [{ ...claim, bodyDigest }], skipDuplicates: true })
  const { senderId, messageId } = claim
  const first = await tx.receivedMessage.findUniqueOrThrow({
    where: { senderId_messageId: { senderId, messageId } },
  })
  const same = [
    bodyDigest,
    ...(before === undefined ? [] : [keyedDigest(body, before)]),
    // Of a message that came before digests were keyed; it goes within a week.
    createHash('sha256').update(body).digest('hex'),
  ]
  if (same.includes(first.bodyDigest)) return first
  throw new BatonError('conflict', 'A message with this webhook-id came before with another body.')
}

/** Keyed by the installation (HKDF-SHA256, RFC 5869), so that whoever has the database confirms no guess at a body. */
const keyedDigest = (body: Uint8Array, secretKey: string): string =>
  createHmac(
    'sha256',
    Buffer.from(hkdfSync('sha256', Buffer.from(secretKey, 'base64'), '', 'baton/message/v1', 32)),
  )
    .update(body)
    .digest('hex')

/** @throws BatonError invalid */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch {
    throw new BatonError('invalid', 'The body is not JSON in UTF-8.', [
      { pointer: '', message: 'is not JSON', expected: 'a JSON object in UTF-8' },
    ])
  }
}
