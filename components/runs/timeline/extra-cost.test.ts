import { expect, it } from 'vitest'
import { extraCost } from './extra-cost'

type Run = Parameters<typeof extraCost>[0]

const at = (second: number) => new Date(1_000_000 + second * 1000)
const call = (purpose: string, costMicros: bigint, attempt = 0, second = 0) =>
  ({
    node: 'draft',
    iteration: 1,
    attempt,
    purpose,
    costMicros,
    startedAt: at(second),
  }) as Run['calls'][number]
const failed = (attempt: number, second: number) =>
  ({ node: 'draft', iteration: 1, attempt, status: 'failed', endedAt: at(second) }) as Run['steps'][number]
const review = (second: number) =>
  ({ node: 'draft', iteration: 1, decidedAt: at(second) }) as Run['reviews'][number]

it('says what each repair, other model and retry took, and nothing of first answers', () => {
  const calls = [call('answer', 100n), call('repair', 4000n), call('repair', 1000n), call('fallback', 2100n)]
  expect(extraCost({ calls, steps: [], reviews: [] })).toBe('$0.0050 repairs, $0.0021 other models')
  expect(extraCost({ calls: [call('answer', 100n)], steps: [], reviews: [] })).toBe('')
})

it('takes for a retry what the machine tried again, not what a person let go on', () => {
  const calls = [call('answer', 100n, 0, 0), call('answer', 2000n, 1, 10), call('answer', 7000n, 2, 30)]
  const steps = [failed(0, 5), failed(1, 15)]
  expect(extraCost({ calls, steps, reviews: [] })).toBe('$0.0090 retries')
  expect(extraCost({ calls, steps, reviews: [review(20)] })).toBe('$0.0020 retries')
})
