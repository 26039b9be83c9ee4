import { createHash } from 'node:crypto'
import { whose } from '@/domain/budget/ask'
import { formatMoney } from '@/domain/budget/money'
import { PER_PERIOD } from '@/domain/budget/window'
import type { CallSummary } from '@/domain/run/step'
import { secretBox, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'
import { chooseCandidates } from './candidates'
import { CatalogCache, type Offer } from './catalog'
import { Clients } from './clients'
import { CoolDown } from './cool-down'
import { inputTokens, loadTokenizer, worstCase } from './estimate'
import { reserveCall, settleCalls, type Reservation } from './ledger'
import { ProviderError, type ChatReply } from './openai'
import { pause } from './pause'
import { PoolError, type CallFailure, type ModelPool, type ModelRequest, type PoolBudget } from './port'
import type { Settlement } from './port'
import { reserveInTime } from './reserve-in-time'
import { failedSettlement, settlementOf } from './settlement'

export { PoolError } from './port'
export type { ChatMessage, ModelPool, ModelReply, ModelRequest, PoolBudget, Settlement } from './port'

/** Models tried for one request before the step counts as failed. */
const MAX_TRIES = 4

/** The pool over a workspace's models. One a process: it keeps connections, counts and cool-downs. */
export function createModelPool({
  db,
  secrets = secretBox,
}: {
  db: Db
  secrets?: () => SecretBox
}): ModelPool {
  const catalogs = new CatalogCache(db)
  const clients = new Clients(secrets)
  const coolDown = new CoolDown()

  return {
    async ask(request) {
      request.signal.throwIfAborted()
      await loadTokenizer()
      const candidates = chooseCandidates(await catalogs.of(request.workspace.id), request.agent)
      const tries = byCoolDown(candidates, coolDown).slice(0, MAX_TRIES)
      const counted = inputTokens(request)
      const digest = digestOf(request)
      const calls: CallSummary[] = []
      const failures: ProviderError[] = []

      for (const offer of tries) {
        await waitFor(offer, failures.length ? 0 : coolDown.wait(offer.id), request, calls)
        const purpose = failures.length ? 'fallback' : request.purpose
        const timeoutMs = Math.min(request.timeoutMs, offer.timeoutMs)
        const { micros } = worstCase(counted, request.maxOutputTokens, offer)
        const reserved = await reserveInTime(
          () => reserveCall(db.pool, { ...request, purpose }, offer, micros, timeoutMs, digest),
          timeoutMs,
          request.signal,
        )
        if ('refusal' in reserved) throw blocked(reserved.refusal, calls)

        const began = performance.now()
        try {
          const reply = await clients.of(offer.provider).chat(offer.name, { ...request, timeoutMs })
          coolDown.answered(offer.id)
          const settlement = settlementOf(reserved, offer, reply, {
            counted,
            maxOutputTokens: request.maxOutputTokens,
          })
          calls.push(summary(offer, purpose, settlement, resultOf(reply), performance.now() - began))
          if (request.run) return { answer: reply.answer, calls, settle: [settlement] }
          await settleCalls(db.pool, [settlement])
          return { answer: reply.answer, calls, settle: [] }
        } catch (error) {
          const failed = await settleFailure(reserved, error)
          if (!failed) throw error
          coolDown.note(offer.id, failed)
          failures.push(failed)
          const settlement = failedSettlement(reserved, failed.failure)
          calls.push(summary(offer, purpose, settlement, 'failed', performance.now() - began, failed.message))
          if (failed.failure.code === 'aborted') throw request.signal.reason as Error
        }
      }
      throw exhausted(failures, calls, tries)
    },
  }

  /** A call that failed is settled at once, whoever settles the successful ones. */
  async function settleFailure(reserved: Reservation, error: unknown): Promise<ProviderError | undefined> {
    const failed = error instanceof ProviderError ? error : undefined
    const failure: CallFailure = failed?.failure ?? {
      code: 'network',
      message: 'Baton failed to make this call.',
    }
    try {
      await settleCalls(db.pool, [failedSettlement(reserved, failure)])
    } catch (cause) {
      // The reaper closes what cannot be settled now.
      log.warn({ err: cause, call: reserved.callId }, 'a failed call could not be settled')
    }
    return failed
  }
}

const digestOf = ({ messages, schema, tools, maxOutputTokens }: ModelRequest): string =>
  createHash('sha256').update(JSON.stringify({ messages, schema, tools, maxOutputTokens })).digest('hex')

/** Models that may be asked now, in their order; then those that asked to be left alone, soonest first. */
function byCoolDown(offers: Offer[], coolDown: CoolDown): Offer[] {
  const left = new Map(offers.map((offer) => [offer, coolDown.left(offer.id)]))
  return offers.toSorted((a, b) => (left.get(a) ?? 0) - (left.get(b) ?? 0))
}

/** Only models in cool-down are left: wait if that ends within the time of the request, else say when to come back. */
async function waitFor(offer: Offer, ms: number, request: ModelRequest, calls: CallSummary[]): Promise<void> {
  if (ms <= 0) return
  if (ms > request.timeoutMs / 2) {
    const message = `${offer.name} asked to be left alone for ${Math.ceil(ms / 1000)} s more, and no other model may stand in.`
    throw new PoolError('model_failed', message, { calls, retryAfterMs: ms })
  }
  await pause(ms, request.signal)
}

function summary(
  offer: Offer,
  purpose: CallSummary['purpose'],
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
    result,
    tokensIn,
    tokensOut,
    costMicros: costMicros.toString(),
    ms: Math.round(ms),
    ...(error !== undefined && { error }),
  }
}

/** As far as the pool can tell; whoever knows the contract has the last word. */
const resultOf = ({ answer }: ChatReply): CallSummary['result'] =>
  answer.kind === 'tools' ? 'tools' : answer.kind === 'text' ? 'fits' : 'misfit'

function blocked(budget: PoolBudget, calls: CallSummary[]): PoolError {
  const money = (micros: string) => formatMoney(BigInt(micros))
  const left = BigInt(budget.capMicros) - BigInt(budget.spentMicros) - BigInt(budget.reservedMicros)
  const per = PER_PERIOD[budget.period]
  return new PoolError(
    'budget_blocked',
    `The budget of ${whose(budget)} of ${money(budget.capMicros)} ${per} has ${left > 0n ? formatMoney(left) : 'nothing'} left; this call may cost up to ${money(budget.neededMicros)}.`,
    { calls, details: budget },
  )
}

function exhausted(failures: ProviderError[], calls: CallSummary[], tried: Offer[]): PoolError {
  const what = failures.map((failed, i) => `${tried[i]?.name ?? ''}: ${failed.message}`).join(' · ')
  const waits = failures.flatMap(({ retryAfterMs }) => (retryAfterMs === undefined ? [] : [retryAfterMs]))
  const code = failures.every(({ failure }) => failure.code === 'timeout') ? 'timeout' : 'model_failed'
  return new PoolError(code, `No model answered. ${what}`, {
    calls,
    details: { failures: failures.map(({ failure }, i) => ({ model: tried[i]?.name, ...failure })) },
    retryAfterMs: waits.length === failures.length ? Math.min(...waits) : undefined,
  })
}
