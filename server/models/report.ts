import type { Pool } from 'pg'
import type { Outcomes } from '@/server/connectors/outcomes'
import type { Admitted } from './admission'
import { settlementsJson } from './ledger'
import type { ProviderError } from './openai'
import type { Settlement } from './port'
import { coolDownMs, policyOf } from './retry-policy'

/** What the others must know of a call that is over. */
interface Report {
  /** Tokens as the limits count them. */
  used: number
  /** For the breaker: calls that went well or failed, failed ones among them. */
  calls: number
  errors: number
  error?: string
  coolMs: number
}

/**
 * Tells all workers what a call came to, and settles what is to be settled now: one statement, or none. A call that
 * went well, of a model without limits and faults, has nothing to tell.
 */
export class Reports {
  constructor(
    private readonly pool: Pool,
    private readonly outcomes: Outcomes,
    private readonly workspaceId: string,
  ) {}

  /** @param used tokens as billed, or what was reserved where that is not known */
  async answered(admitted: Admitted, done: Settlement, used: number, settleNow: boolean): Promise<void> {
    const { offer, second, probe, watched } = admitted
    this.outcomes.add(offer.id)
    if (watched && !probe) this.outcomes.tellSoon(offer.id, this.workspaceId, 'model')
    if (second === undefined && !probe && !settleNow) return
    const calls = probe ? this.outcomes.take(offer.id) : 0
    await this.tell(admitted, { used, calls, errors: 0, coolMs: 0 }, settleNow ? done : undefined)
  }

  /** A limit or a complaint about our request is an answer as well: the service is there. */
  async failed(
    admitted: Admitted,
    { failure, retryAfterMs }: ProviderError,
    failed: Settlement,
  ): Promise<void> {
    const { breaks } = policyOf(failure)
    const known = failure.code !== 'aborted'
    const status = failure.status === undefined ? '' : ` ${failure.status}`
    const report = {
      // Whether a call that broke off was counted is not known, so all that it may have used is.
      used: breaks || !known ? admitted.tokens : 0,
      calls: known ? 1 + (breaks ? this.outcomes.take(admitted.offer.id) : 0) : 0,
      errors: breaks ? 1 : 0,
      error: `${failure.code}${status}`,
      coolMs: coolDownMs(failure, retryAfterMs),
    }
    await this.tell(admitted, report, failed)
  }

  /** A call that was admitted but not sent. */
  async withdrawn(admitted: Admitted, failed: Settlement): Promise<void> {
    await this.tell(admitted, { used: 0, calls: 0, errors: 0, coolMs: 0 }, failed)
  }

  private async tell(
    { callId, offer, second, tokens, probe }: Admitted,
    { used, calls, errors, error, coolMs }: Report,
    settle: Settlement | undefined,
  ): Promise<void> {
    await this.pool.query({
      name: settle ? 'report_and_settle' : 'report_call',
      // Guards are locked before calls and accounts: the order in the list is the order of their evaluation.
      text: `select report_call($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)${settle ? ', settle_calls($13)' : ''}`,
      values: [
        callId,
        this.workspaceId,
        offer.id,
        offer.provider.id,
        second,
        tokens,
        used,
        calls,
        errors,
        error,
        coolMs,
        probe,
        ...(settle ? [settlementsJson([settle])] : []),
      ],
    })
  }
}
