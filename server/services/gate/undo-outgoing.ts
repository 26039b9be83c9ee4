import type { Undo } from '@/domain/effect/undo'
import { pseudonymsIn, turnBack } from '@/domain/policy/turn-back'
import { seenPatches } from '@/domain/run/run-sight'
import type { EffectRequest } from '@/domain/run/step'
import type { StatePatch } from '@/domain/state/patch'
import type { Bundle } from '@/domain/team/bundle'
import { toBase64 } from '@/domain/record/digest'
import type { Db } from '@/server/db/client'
import { aliasKeys } from '@/server/engine/alias-key'
import { receiver } from '@/server/engine/handlers/outgoing'
import { env } from '@/server/env'
import { digestOf } from '@/server/record/digest'
import { undoRequest } from './undo-request'

/** A request as it leaves, with what of it says a value where all that is kept of it says the pseudonym. */
export interface OutgoingUndo {
  request: EffectRequest
  turnedBack: string[]
  /** Something that was sent can no longer be told from its pseudonym. */
  lost: boolean
}

/**
 * The request that takes an effect back as it goes out: made of what was really sent. The values that pseudonyms stand for
 * are looked for in all that the run ever wrote and its connection may receive; they are here and nowhere else.
 * @param shown the same, made of what is kept
 */
export async function outgoingUndo(
  { prisma }: Pick<Db, 'prisma'>,
  { runId, bundle, undo, answer }: { runId: string; bundle: Bundle; undo: Undo; answer: unknown },
  sent: EffectRequest,
  shown: EffectRequest,
): Promise<OutgoingUndo> {
  if (pseudonymsIn(sent.body).length === 0) return { request: shown, turnedBack: [], lost: false }
  const [versions, { salt }] = await Promise.all([
    prisma.stateVersion.findMany({
      where: { runId },
      orderBy: { version: 'asc' },
      select: { patch: true },
    }),
    prisma.run.findUniqueOrThrow({ where: { id: runId }, select: { salt: true } }),
  ])
  const written = versions.map(({ patch }) => patch as unknown as StatePatch)
  const key = () => aliasKeys(env().BATON_SECRET_KEY)({ id: runId, salt: salt && toBase64(salt) }, bundle)
  const { body } = turnBack(
    sent.body,
    key,
    () => seenPatches(receiver(bundle, sent.connection), written).patches,
  )
  // What the connection may not receive went out as a pseudonym, and is taken back by that.
  const untold = pseudonymsIn(turnBack(sent.body, key, () => written).body)
  const request = undoRequest(undo, { ...sent, ...(body && { body }) }, answer)
  const names = Object.keys(request.body ?? {}).filter(
    (name) => digestOf(request.body?.[name] ?? null) !== digestOf(shown.body?.[name] ?? null),
  )
  const says = JSON.stringify([request.path, request.body ?? null])
  const path = request.operation === undefined && request.path !== shown.path ? ['path'] : []
  return {
    request,
    turnedBack: [...path, ...names],
    lost: untold.some((alias) => says.includes(alias)),
  }
}
