import type { ProviderError } from './openai'

const LIMITED_MS = 1000
const FAILED_MS = 2000
const LONGEST_MS = 60_000

/** Which models asked to be left alone or failed just now, and until when; this process's memory only. */
export class CoolDown {
  private readonly until = new Map<string, { at: number; asked: boolean }>()

  /** Remembers what a provider asked for, or that it failed. */
  note(modelId: string, { failure, retryAfterMs }: ProviderError, now = Date.now()): void {
    if (failure.code === 'aborted' || failure.code === 'nonsense') return
    const asked = failure.code === 'rate_limited' || retryAfterMs !== undefined
    const ms = retryAfterMs ?? (asked ? LIMITED_MS : FAILED_MS)
    this.until.set(modelId, { at: now + Math.min(ms, LONGEST_MS), asked })
  }

  answered(modelId: string): void {
    this.until.delete(modelId)
  }

  /** Milliseconds for which others are tried first. */
  left(modelId: string, now = Date.now()): number {
    return Math.max(0, (this.until.get(modelId)?.at ?? 0) - now)
  }

  /** Milliseconds for which the provider asked not to be called at all. */
  wait(modelId: string, now = Date.now()): number {
    return this.until.get(modelId)?.asked ? this.left(modelId, now) : 0
  }
}
