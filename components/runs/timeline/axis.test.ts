import { describe, expect, it } from 'vitest'
import { BREAK, makeAxis, unite } from './axis'

describe('unite', () => {
  it('joins what overlaps or touches and drops what is empty', () => {
    expect(
      unite([
        { from: 5, to: 9 },
        { from: 0, to: 2 },
        { from: 2, to: 3 },
        { from: 8, to: 12 },
        { from: 20, to: 20 },
      ]),
    ).toEqual([
      { from: 0, to: 3 },
      { from: 5, to: 12 },
    ])
  })
})

describe('makeAxis', () => {
  const hour = 3_600_000
  const busy = [{ from: 0, to: 60_000 }]

  it('keeps work to scale', () => {
    const axis = makeAxis({ from: 0, to: 60_000 }, busy, { tail: 0 })
    expect(axis.at(0)).toBe(0)
    expect(axis.at(15_000)).toBeCloseTo(0.25)
    expect(axis.at(60_000)).toBeCloseTo(1)
    expect(axis.ticks.map(({ label }) => label)).toEqual(['0 s', '20 s', '40 s'])
  })

  it('folds an hour of waiting to a fixed width, and goes on to scale behind it', () => {
    const axis = makeAxis(
      { from: 0, to: hour + 120_000 },
      [...busy, { from: hour + 60_000, to: hour + 120_000 }],
      {
        tail: 0,
      },
    )
    expect(axis.segments.map(({ kind }) => kind)).toEqual(['work', 'fold', 'work'])
    const [before, fold, after] = axis.segments
    expect(fold!.x1 - fold!.x0).toBeCloseTo(0.3)
    expect(before!.x1 - before!.x0).toBeCloseTo(after!.x1 - after!.x0)
    expect(axis.at(60_000)).toBeCloseTo(fold!.x0)
    expect(axis.enter(60_000)).toBeCloseTo(fold!.x0 + BREAK)
    expect(axis.at(60_000 + hour / 2)).toBeCloseTo(fold!.x0 + BREAK + (0.3 - BREAK) / 2)
    expect(after!.worked).toBe(60_000)
    expect(axis.worked).toBe(120_000)
  })

  it('unfolded, everything is to scale', () => {
    const axis = makeAxis({ from: 0, to: hour }, busy, { fold: false, tail: 0 })
    expect(axis.segments).toHaveLength(1)
    expect(axis.at(hour / 2)).toBeCloseTo(0.5)
  })

  it('leaves short pauses as they are', () => {
    const axis = makeAxis({ from: 0, to: 100_000 }, [
      { from: 0, to: 40_000 },
      { from: 60_000, to: 100_000 },
    ])
    expect(axis.segments.map(({ kind }) => kind)).toEqual(['work'])
  })

  it('never lets time run backwards, and never leaves the axis', () => {
    const spans = [0, 10, 10_000, 500_000, 2_000_000].map((from) => ({ from, to: from + 900 }))
    const axis = makeAxis({ from: 0, to: 2_400_000 }, spans)
    let last = -1
    for (let ms = -5000; ms < 2_500_000; ms += 777) {
      const x = axis.at(ms)
      expect(x).toBeGreaterThanOrEqual(last)
      expect(x).toBeLessThanOrEqual(0.98 + 1e-9)
      expect(axis.enter(ms)).toBeGreaterThanOrEqual(x - 1e-9)
      last = x
    }
  })

  it('bears a run without any length', () => {
    const axis = makeAxis({ from: 5, to: 5 }, [])
    expect(axis.at(5)).toBe(0)
    expect(Number.isFinite(axis.at(6))).toBe(true)
  })
})
