import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  firesEmpty,
  forkId,
  lapse,
  laneOver,
  openerOf,
  openFork,
  outOf,
  pathOf,
  placesIn,
  portOfLane,
  within,
  type AfterLane,
  type Fork,
  type JoinPolicy,
  type LaneEnd,
} from './fork'

const policy = (more: Partial<JoinPolicy> = {}): JoinPolicy => ({
  wait: 'all',
  quorum: 2,
  tolerate: 0,
  ...more,
})
const fork = (width: number, atOnce = width): Fork => openFork({ width, ports: ['each'] }, atOnce)

const ENDS: Record<string, LaneEnd> = {
  a: { how: 'arrived', slot: 's' },
  e: { how: 'ended' },
  f: { how: 'failed' },
}

/** What follows each end, lanes ending in the order of their number: `.` waits, `+` begins a lane, `!` is late. */
function told(opened: Fork, rules: JoinPolicy, ends: string): string {
  let now = opened
  return [...ends]
    .map((end, lane) => {
      const { fork: next, after } = laneOver(now, rules, lane, ENDS[end] as LaneEnd)
      now = next
      return sign(after)
    })
    .join(' ')
}

function sign(after: AfterLane): string {
  switch (after.kind) {
    case 'wait':
      return '.'
    case 'lane':
      return `+${after.lane}`
    case 'late':
      return '!'
    case 'fire':
      return after.port
  }
}

describe('laneOver', () => {
  it.each([
    ['all arrive', {}, 'aaa', '. . out'],
    ['one ends', {}, 'aea', '. short !'],
    ['the first fails', {}, 'faa', 'short ! !'],
    ['one may be missing', { tolerate: 1 }, 'aea', '. . out'],
    ['two are, where one may be', { tolerate: 1 }, 'efa', '. short !'],
    ['all may be missing', { tolerate: 3 }, 'eff', '. . out'],
    ['the first arrives', { wait: 'any' }, 'aea', 'out ! !'],
    ['the last arrives', { wait: 'any' }, 'efa', '. . out'],
    ['none arrives', { wait: 'any' }, 'efe', '. . short'],
    ['two of three', { wait: 'quorum' }, 'aea', '. . out'],
    ['two at once', { wait: 'quorum' }, 'aaf', '. out !'],
    ['two can come no more', { wait: 'quorum' }, 'efa', '. short !'],
    ['more than there are', { wait: 'quorum', quorum: 4 }, 'aaa', 'short ! !'],
  ] as const)('%s', (_name, rules, ends, what) => {
    expect(told(fork(3), policy(rules), ends)).toBe(what)
  })

  it('begins the next lane as one is over, until there is none', () => {
    expect(told(fork(4, 2), policy(), 'aaaa')).toBe('+2 +3 . out')
    expect(told(fork(4, 2), policy({ tolerate: 4 }), 'efae')).toBe('+2 +3 . out')
    expect(told(fork(4, 1), policy({ wait: 'quorum' }), 'aeaa')).toBe('+1 +2 out !')
  })

  it('keeps the ends of those who are late, and fires no more', () => {
    const fired = laneOver(fork(2), policy({ wait: 'any' }), 1, ENDS.a as LaneEnd).fork
    const late = laneOver(fired, policy({ wait: 'any' }), 0, ENDS.a as LaneEnd)
    expect(late.after).toEqual({ kind: 'late' })
    expect(late.fork.ends).toEqual({ 0: ENDS.a, 1: ENDS.a })
    expect(late.fork.status).toBe('fired')
  })

  it('fires once, whatever ends in whatever order, and as early as it can be decided', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.record({
          wait: fc.constantFrom('all' as const, 'any' as const, 'quorum' as const),
          quorum: fc.integer({ min: 1, max: 6 }),
          tolerate: fc.integer({ min: 0, max: 6 }),
        }),
        fc.infiniteStream(fc.constantFrom('a', 'e', 'f')),
        fc.infiniteStream(fc.nat()),
        (width, atOnce, rules, how, order) => {
          let now = fork(width, atOnce)
          const live = Array.from({ length: now.opened }, (_, lane) => lane)
          const begun = new Set(live)
          let fired = 0
          while (live.length > 0) {
            const at = (order.next().value as number) % live.length
            const [lane] = live.splice(at, 1) as [number]
            const { fork: next, after } = laneOver(
              now,
              rules,
              lane,
              ENDS[how.next().value as string] as LaneEnd,
            )
            now = next
            if (after.kind === 'fire') fired++
            if (after.kind === 'lane') {
              expect(begun.has(after.lane)).toBe(false)
              begun.add(after.lane)
              live.push(after.lane)
            }
            expect(live.length).toBeLessThanOrEqual(atOnce)
          }
          expect(fired).toBe(1)
          expect(now.status).toBe('fired')
        },
      ),
    )
  })
})

describe('a fork without lanes', () => {
  it.each([
    [{}, 'out'],
    [{ wait: 'any' }, 'short'],
    [{ wait: 'quorum' }, 'short'],
  ] as const)('with %j is left by %s', (rules, port) => {
    expect(firesEmpty(fork(0), policy(rules))).toBe(port)
    expect(firesEmpty(fork(1), policy(rules))).toBeUndefined()
  })
})

describe('lapse', () => {
  it('makes do with what there is, once', () => {
    const one = laneOver(fork(3), policy({ wait: 'quorum' }), 0, ENDS.a as LaneEnd).fork
    const lapsed = lapse(one, policy({ wait: 'quorum' }))
    expect(lapsed).toMatchObject({ port: 'short', fork: { status: 'fired' } })
    expect(lapse(lapsed?.fork as Fork, policy())).toBeUndefined()
    expect(lapse(fork(3), policy())?.port).toBe('short')
  })
})

describe('places', () => {
  it('are written as a path and read again', () => {
    const inner = within(within('', { fork: forkId('each', 0), lane: 3 }), {
      fork: forkId('split', 12),
      lane: 0,
    })
    expect(inner).toBe('each#0:3/split#12:0')
    expect(placesIn(inner)).toEqual([
      { fork: 'each#0', lane: 3 },
      { fork: 'split#12', lane: 0 },
    ])
    expect(pathOf(placesIn(inner))).toBe(inner)
    expect(outOf(inner)).toBe('each#0:3')
    expect(outOf(outOf(inner))).toBe('')
    expect(placesIn('')).toEqual([])
    expect(openerOf('split#12')).toBe('split')
  })

  it('say by which way a lane begins: the last serves all further lanes', () => {
    expect([0, 1, 2].map((lane) => portOfLane({ ports: ['a', 'b'] }, lane))).toEqual(['a', 'b', 'b'])
  })
})
