import { isCaught } from '@/domain/pii/net'
import type { CallSummary } from '@/domain/run/step'
import { secretBox, type SecretBox } from '@/server/auth/secret-box'
import { Outcomes } from '@/server/connectors/outcomes'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'
import { admitAgain, type Admitted } from './admission'
import { chooseCandidates } from './candidates'
import { barredModel, forbidden, permittedTo } from './permitted'
import { CatalogCache, type Offer } from './catalog'
import { Clients } from './clients'
import { loadTokenizer } from './estimate'
import { ProviderError, type ChatReply } from './openai'
import { pause } from './pause'
import { barred, blocked, exhausted } from './pool-errors'
import { PoolError, type CallFailure, type ModelPool, type Settlement } from './port'
import { Reports } from './report'
import { reserveInTime } from './reserve-in-time'
import { screenedMessages } from './screened-messages'
import { failedSettlement, settlementOf } from './settlement'
import { Turn } from './turn'

export { PoolError } from './port'
export type {
  BarredModel,
  ChatMessage,
  ModelPool,
  ModelReply,
  ModelRequest,
  PoolBudget,
  Settlement,
} from './port'

/** Models tried for one request before the step counts as failed. */
const MAX_TRIES = 4
/** A call that is limited goes out within this time of being counted, or not at all (docs/decisions/0011). */
const SEND_WITHIN_MS = 1500

/**
 * The pool over a workspace's models. One a process: it keeps connections and a catalog; what limits, cool-downs and
 * circuit breakers say is in the database, for all processes together.
 */
export function createModelPool({
  db,
  secrets = secretBox,
}: {
  db: Db
  secrets?: () => SecretBox
}): ModelPool {
  const catalogs = new CatalogCache(db)
  const clients = new Clients(secrets)
  const outcomes = new Outcomes(db.pool)

  return {
    async ask(asked) {
      asked.signal.throwIfAborted()
      await asked.ready?.()
      await loadTokenizer()
      const { messages, caught } = await screenedMessages(asked.messages, asked.screen)
      const request = { ...asked, messages }
      const catalog = await catalogs.of(request.workspace.id)
      const { permitted, toAsk, instead } = await permittedTo(
        request,
        chooseCandidates(catalog, request.agent),
      )
      let left = permitted
      const turn = new Turn(db.pool, request)
      const withLeave = (failed?: PoolError) =>
        toAsk ? barred(barredModel(toAsk, instead, catalog, request, turn), failed) : failed
      if (!left.length) throw withLeave() ?? forbidden(request)
      const reports = new Reports(db.pool, outcomes, request.workspace.id)
      const calls: CallSummary[] = []
      const failures: { offer: Offer; failed: ProviderError }[] = []

      for (let tries = 0; tries < MAX_TRIES && left.length; tries++) {
        const wanted = failures.length ? 'fallback' : request.purpose
        const admitted = await reserveInTime(
          () => turn.next(left, wanted),
          request.timeoutMs,
          request.signal,
        ).catch((error: unknown) => {
          if (error instanceof PoolError) throw failures.length ? exhausted(failures, calls, error) : error
          throw error
        })
        if ('refusal' in admitted) throw blocked(admitted.refusal, calls)

        const { offer, passed, second, timeoutMs } = admitted
        const because = failures.length ? ('failed' as const) : passed[0]?.because
        const purpose = because ? 'fallback' : wanted
        const about = { offer, purpose, ...(because && { because }) }
        const began = performance.now()
        if (second !== undefined && began - admitted.countedAt > SEND_WITHIN_MS) {
          await withdraw(reports, admitted)
          continue
        }
        let reply: ChatReply
        try {
          const again = second === undefined ? undefined : nextAdmission(admitted)
          const ask = { ...request, timeoutMs, ...(again && { again }) }
          reply = await clients.of(offer.provider).chat(offer.name, ask)
        } catch (error) {
          const failed = await noteFailure(reports, admitted, error)
          if (!failed) throw error
          failures.push({ offer, failed })
          left = left.filter((other) => other !== offer)
          const settlement = failedSettlement(admitted, failed.failure)
          calls.push({
            ...summary(about, settlement, 'failed', performance.now() - began, failed.message),
            ...(calls.length === 0 && isCaught(caught) && { caught }),
          })
          if (failed.failure.code === 'aborted') throw request.signal.reason as Error
          continue
        }
        const sent = { counted: turn.countedTokens, maxOutputTokens: request.maxOutputTokens }
        const settlement = settlementOf(admitted, offer, reply, sent)
        calls.push({
          ...summary(about, settlement, resultOf(reply), performance.now() - began),
          ...(calls.length === 0 && isCaught(caught) && { caught }),
        })
        const used = usedOf(reply, settlement, admitted)
        await told(admitted, () => reports.answered(admitted, settlement, used, !request.run))
        return { answer: reply.answer, calls, settle: request.run ? [settlement] : [] }
      }
      const failed = exhausted(failures, calls)
      throw withLeave(failed) ?? failed
    },
  }

  /** An endpoint's wish to be asked in another way is one more request, and waits for its turn like one. */
  function nextAdmission(admitted: Admitted): (signal: AbortSignal) => Promise<void> {
    return async (signal) => {
      for (let ms = 1; ms > 0;) {
        ms = await admitAgain(db.pool, admitted)
        if (ms > 0) await pause(Math.min(ms, 1000), signal)
      }
    }
  }
}

/** A call that failed is told and settled at once, whoever settles the successful ones. */
async function noteFailure(
  reports: Reports,
  admitted: Admitted,
  error: unknown,
): Promise<ProviderError | undefined> {
  const failed = error instanceof ProviderError ? error : undefined
  const known = failed ?? new ProviderError({ code: 'aborted', message: 'Baton failed to make this call.' })
  await told(admitted, () => reports.failed(admitted, known, failedSettlement(admitted, known.failure)))
  return failed
}

/** What cannot be told now: the reaper settles the call, and a slot comes back when its lease ends. */
async function told({ callId }: Admitted, tell: () => Promise<void>): Promise<void> {
  try {
    await tell()
  } catch (err) {
    log.warn({ err, call: callId }, 'what a call came to could not be told')
  }
}

async function withdraw(reports: Reports, admitted: Admitted): Promise<void> {
  const failure: CallFailure = {
    code: 'aborted',
    message: 'It was not sent: this process was held up for too long.',
  }
  await told(admitted, () => reports.withdrawn(admitted, failedSettlement(admitted, failure)))
}

function summary(
  { offer, purpose, because }: { offer: Offer } & Pick<CallSummary, 'purpose' | 'because'>,
  { callId, tokensIn, tokensOut, costMicros }: Settlement,
  result: CallSummary['result'],
  ms: number,
  error?: string,
): CallSummary {
  return {
    id: callId,
    model: offer.name,
    provider: offer.provider.name,
    sandbox: offer.sandbox,
    purpose,
    ...(because && { because }),
    result,
    tokensIn,
    tokensOut,
    costMicros: costMicros.toString(),
    ms: Math.round(ms),
    ...(error !== undefined && { error }),
  }
}

/** Tokens as the limits count them: as billed; the worst case where that is not said, or cannot be. */
const usedOf = ({ usage }: ChatReply, { error }: Settlement, { tokens }: Admitted): number =>
  usage && !error ? usage.tokensIn + usage.tokensOut : tokens

/** As far as the pool can tell; whoever knows the contract has the last word. */
const resultOf = ({ answer }: ChatReply): CallSummary['result'] =>
  answer.kind === 'tools' ? 'tools' : answer.kind === 'text' ? 'fits' : 'misfit'
