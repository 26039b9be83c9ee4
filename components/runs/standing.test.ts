import { describe, expect, it } from 'vitest'
import { standingOf, type Standable } from './standing'

const now = Date.UTC(2026, 10, 21, 9)
const at = (text: string) => new Date(text)
const told = (run: Standable) => {
  const { status, word } = standingOf(run, now)
  return `${status}: ${word ?? ''}`
}

describe('the state of a run', () => {
  it.each<[Standable['pause'], string]>([
    [{ for: 'person' }, 'waiting: Waiting for a person'],
    [{ for: 'event', event: 'order.shipped' }, 'queued: Waiting for an event'],
    [{ for: 'call' }, 'queued: Waiting for a team'],
    [{ for: 'time', until: at('2026-11-21T14:05:00Z') }, 'queued: Sleeps until 14:05'],
    [{ for: 'time', until: at('2026-12-24T09:00:00Z') }, 'queued: Sleeps until 24 Dec'],
    [{ for: 'time', until: at('2027-03-03T09:00:00Z') }, 'queued: Sleeps until 3 Mar 2027'],
    [{ for: 'budget' }, 'blocked: Blocked by a budget'],
  ])('that waits says for what: %j', (pause, says) => {
    expect(told({ status: 'waiting', pause })).toBe(says)
  })

  it('is held, and not running, while a kill switch stops it', () => {
    expect(told({ status: 'running', pause: { for: 'stop' } })).toBe('blocked: Held')
    expect(told({ status: 'running', pause: null })).toBe('running: ')
  })

  it('says that it is stopped, beside the question that stays open', () => {
    const pause = { for: 'person', stopped: 'The team Sales is stopped.' } as const
    expect(standingOf({ status: 'waiting', pause }, now)).toEqual({
      status: 'waiting',
      word: 'Waiting for a person, stopped',
      title: 'The team Sales is stopped.',
    })
    expect(told({ status: 'waiting', pause: { ...pause, for: 'budget' } })).toBe(
      'blocked: Blocked by a budget, stopped',
    )
  })

  it('bears amber only where a person has something to do', () => {
    expect(told({ status: 'waiting', pause: null })).toBe('queued: Waiting')
  })

  it('is over in the words of its outcome, whatever it once waited for', () => {
    const outcome = { result: 'rejected', reason: 'Too dear' }
    expect(standingOf({ status: 'done', outcome, pause: { for: 'person' } }, now)).toEqual({
      status: 'done',
      word: 'Done, rejected',
      title: 'Too dear',
    })
    expect(told({ status: 'failed', outcome: { result: 'given up' }, pause: null })).toBe(
      'failed: Ended by a person',
    )
  })
})
