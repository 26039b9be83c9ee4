import { describe, expect, it } from 'vitest'
import type { RunDetail } from './run-types'
import { reasonOf } from './run-reason'

const now = Date.UTC(2026, 10, 21, 9)
const review = {
  ...{
    id: 'rev_1',
    node: 'write',
    iteration: 0,
    kind: 'escalation',
    status: 'open',
    reason: 'No day is known',
  },
  createdAt: new Date(now - 120_000),
}
const run = (change: object) =>
  ({
    bundle: { nodes: { write: { name: 'Write the note' } } },
    ...{ status: 'waiting', stopped: null, outcome: null, queue: null },
    ...{ reviews: [review], steps: [], held: [], waits: [], branches: [], calls: [], forks: [] },
    ...change,
  }) as unknown as RunDetail

describe('why a run does not go on', () => {
  it('names the switch that is off beside the question that is open', () => {
    const says = 'The team Sales is stopped. The answer counts, and the run goes on once it is resumed.'
    expect(reasonOf(run({}), now)?.says).toMatch(/^Write the note has waited .* No day is known\.$/)
    expect(reasonOf(run({ stopped: says }), now)).toMatchObject({
      tone: 'waiting',
      review: 'rev_1',
      says: expect.stringMatching(
        /No day is known\. The team Sales is stopped\. The answer counts/,
      ) as string,
    })
  })

  it('says who ended it and why, and shows the step that failed before', () => {
    const when = { startedAt: new Date(now), endedAt: new Date(now), attempt: 0, path: '' }
    const failed = {
      node: 'write',
      iteration: 0,
      status: 'failed',
      result: { failure: { message: 'Late' } },
      ...when,
    }
    const outcome = { result: 'given up', reason: 'Ada: Nobody knows the day' }
    const ended = { status: 'failed', reviews: [], steps: [failed] }
    expect(reasonOf(run({ ...ended, outcome }), now)).toEqual({
      tone: 'failed',
      says: 'Ended by Ada: Nobody knows the day.',
      visit: 'write.0',
    })
    expect(reasonOf(run({ ...ended, outcome: { result: 'failed' } }), now)?.says).toBe(
      'Write the note failed: Late.',
    )
  })
})
