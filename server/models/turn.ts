import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { worstCall } from '@/domain/budget/worst-call'
import { admitCall, leaveLine, type Admitted, type Candidate, type PassedOver } from './admission'
import type { Offer } from './catalog'
import { inputTokens } from './estimate'
import { pause } from './pause'
import { PoolError, type ModelRequest, type PoolBudget } from './port'

const SOONEST_MS = 25
/** A place in the line holds for twice as long (`guard_choose`). */
const LATEST_MS = 1000
/** Somebody sits in front of it. */
const TEST_PATIENCE_MS = 2000
/** More than these are not looked at for one request. */
const MOST_CANDIDATES = 8

const WORDS: Record<PassedOver['because'], string> = {
  limited: 'is at its limit',
  cooling: 'asked to be left alone',
  open_circuit: 'fails too often (open circuit)',
  failed: 'failed',
}

/** One request's way to a call: which models it would take, its place in the line, and how long it may wait. */
export class Turn {
  /** Stable over a step's attempts: who had to give up is not the last again. */
  private readonly ticket: string
  private readonly counted: number
  /** Milliseconds that were spent in the line so far. */
  private waited = 0
  private queued = false

  constructor(
    private readonly pool: Pool,
    private readonly request: ModelRequest,
  ) {
    const { run } = request
    this.ticket = run ? `${run.id}:${run.node}:${run.iteration}` : randomUUID()
    this.counted = inputTokens(request)
  }

  /** Input tokens as we count them. */
  get countedTokens(): number {
    return this.counted
  }

  /**
   * The next call, as soon as one of the offers may be asked. Half of the request's time may go by in the line, so that
   * the other half is left for the answer.
   * @throws PoolError model_failed when that is over, or is not long enough; the signal's reason
   */
  async next(offers: Offer[], purpose: ModelRequest['purpose']): Promise<Admitted | { refusal: PoolBudget }> {
    const { pool, request } = this
    let left = offers.slice(0, MOST_CANDIDATES)
    for (;;) {
      const candidates = left.map((offer) => this.candidate(offer))
      const admission = await admitCall(pool, { ...request, purpose }, candidates, this.ticket)
      if (!('full' in admission)) {
        this.queued = false
        return admission
      }
      this.queued = true
      const fits = admission.full.filter(({ waitMs }) => waitMs >= 0)
      left = left.filter(({ id }) => fits.some(({ model }) => model === id))
      const soonest = Math.min(...fits.map(({ waitMs }) => waitMs))
      if (!left.length || this.waited + soonest > this.patienceMs) {
        await this.leave()
        throw nobodyFree(offers, admission.full, soonest)
      }
      const ms = Math.min(Math.max(soonest, SOONEST_MS), LATEST_MS)
      const began = performance.now()
      try {
        await pause(ms, request.signal)
      } catch (error) {
        await this.leave()
        throw error
      }
      this.waited += performance.now() - began
    }
  }

  private get patienceMs(): number {
    const half = this.request.timeoutMs / 2
    return this.request.purpose === 'test' ? Math.min(half, TEST_PATIENCE_MS) : half
  }

  private async leave(): Promise<void> {
    if (this.queued) await leaveLine(this.pool, this.ticket)
    this.queued = false
  }

  private candidate(offer: Offer): Candidate {
    const { maxOutputTokens, timeoutMs } = this.request
    const { micros, tokensIn } = worstCall(this.counted, maxOutputTokens, offer)
    return {
      offer,
      micros,
      tokens: tokensIn + maxOutputTokens,
      timeoutMs: Math.ceil(Math.min(Math.max(1, timeoutMs - this.waited), offer.timeoutMs)),
    }
  }
}

function nobodyFree(offers: Offer[], passed: PassedOver[], soonestMs: number): PoolError {
  const names = new Map(offers.map(({ id, name }) => [id, name]))
  const never = !Number.isFinite(soonestMs)
  const each = passed.map(({ model, because, waitMs }) => {
    const name = names.get(model) ?? model
    if (waitMs < 0) return `${name} takes fewer tokens a minute than this call may need`
    return `${name} ${WORDS[because]}, for ${Math.ceil(waitMs / 1000)} s more`
  })
  return new PoolError('model_failed', `No model may be asked now: ${each.join(' · ')}.`, {
    details: { passed: passed.map((one) => ({ ...one, model: names.get(one.model) ?? one.model })) },
    retryAfterMs: never ? undefined : soonestMs,
    retryable: !never,
    turnedAway: !never,
  })
}
