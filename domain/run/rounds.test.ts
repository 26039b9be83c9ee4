import { describe, expect, it } from 'vitest'
import type { PlannedStep } from './history'
import { roundsOf } from './rounds'

/** Visits of one node by the ways it was left; `x` failed. */
const visits = (ports: string, node = 'loop'): PlannedStep[] =>
  ports === ''
    ? []
    : ports.split(' ').map((port, iteration) => ({
        node,
        iteration,
        attempt: 0,
        ...(port === 'x' ? { status: 'failed' as const } : { status: 'done' as const, port }),
      }))

describe('roundsOf', () => {
  it.each([
    ['', 0],
    ['again', 1],
    ['again again', 2],
    ['again done', 0],
    ['again exhausted again again', 2],
    ['again x again', 2],
  ])('counts times in a row: %s', (ports, rounds) => {
    expect(roundsOf(visits(ports), 'loop', 'again')).toBe(rounds)
  })

  it('looks at the node alone', () => {
    const history = [...visits('again'), ...visits('done', 'other'), ...visits('again again', 'person')]
    expect(roundsOf(history, 'loop', 'again')).toBe(1)
    expect(roundsOf(history, 'nobody', 'again')).toBe(0)
  })
})
