import { setTimeout as sleep } from 'node:timers/promises'
import { BatonError } from '@/domain/problem'
import type { Verdict } from '@/domain/run/review'
import { Random } from '@/server/practice/random'
import type { Context } from '@/server/services/context'
import { decideReview } from '@/server/services/review/decide'

/**
 * A reviewer who approves, sends back or rejects what waits at a gate, and says 'once more' a single time where a step could
 * not go on; what fails again, and what needs money, is left waiting.
 */
export class Reviewer {
  readonly decided: Record<string, number> = {}
  private readonly random: Random
  /** Steps that were tried again already. */
  private readonly again = new Set<string>()

  constructor(
    private readonly ctx: Context,
    seed: number,
  ) {
    this.random = new Random(seed)
  }

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const done = await this.round()
      await sleep(done ? 20 : 150)
    }
  }

  /** @returns how many it could decide */
  async round(): Promise<number> {
    const open = await this.ctx.db.prisma.review.findMany({
      where: { status: 'open' },
      select: { id: true, kind: true, digest: true, runId: true, node: true },
      orderBy: { createdAt: 'asc' },
    })
    let decided = 0
    for (const { id, kind, digest, runId, node } of open) {
      const decision = this.verdictOn(kind, `${runId} ${node}`)
      if (!decision) continue
      try {
        await decideReview(this.ctx, { id, verdict: { decision, digest, reason: 'Look again.' } })
        this.decided[decision] = (this.decided[decision] ?? 0) + 1
        decided++
      } catch (error) {
        // The run moved on between looking and deciding, or it was sent back often enough.
        if (!(error instanceof BatonError)) throw error
      }
    }
    return decided
  }

  private verdictOn(kind: string, step: string): Verdict['decision'] | undefined {
    if (kind === 'approval') {
      const at = this.random.next()
      return at < 0.7 ? 'approve' : at < 0.85 ? 'send_back' : 'reject'
    }
    if (kind !== 'escalation' || this.again.has(step)) return undefined
    this.again.add(step)
    return 'retry'
  }
}
