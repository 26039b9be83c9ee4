import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cronProblem, dueTimes, nextTimes, type MissedPolicy } from './schedule'

const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin' })
const utc = (cron: string) => ({ cron, timeZone: 'UTC' })
const times = (schedule: { cron: string; timeZone: string }, after: string, count: number) =>
  nextTimes(schedule, new Date(after), count).map((time) => time.toISOString().slice(0, 16))

describe('times by the clock of a zone', () => {
  it('keeps the hour of the day over a change of the clock', () => {
    expect(times(berlin('0 9 * * *'), '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T08:00',
      '2026-03-29T07:00',
      '2026-03-30T07:00',
    ])
  })

  it('at the hour that is skipped, comes as soon as the clock goes on', () => {
    // 2026-03-29 in Berlin: 01:59 CET (00:59 UTC), then 03:00 CEST (01:00 UTC).
    expect(times(berlin('30 2 * * *'), '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ])
  })

  it('does not come twice in an hour for the skipped one', () => {
    expect(times(berlin('30 * * * *'), '2026-03-28T23:59:00Z', 3)).toEqual([
      '2026-03-29T00:30',
      '2026-03-29T01:30',
      '2026-03-29T02:30',
    ])
  })

  it('at the hour that comes twice, a fixed time comes once', () => {
    // 2026-10-25 in Berlin: 02:30 CEST is 00:30 UTC, 02:30 CET is 01:30 UTC.
    expect(times(berlin('30 2 * * *'), '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ])
  })

  it('at the hour that comes twice, what comes oftener goes on', () => {
    expect(times(berlin('*/30 * * * *'), '2026-10-24T23:50:00Z', 5)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
    ])
  })

  it('at the hour that is skipped, what comes several times in it comes once', () => {
    expect(times(berlin('*/15 2 * * *'), '2026-03-28T12:00:00Z', 3)).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:00',
      '2026-03-30T00:15',
    ])
    expect(times(berlin('30 2,3 * * *'), '2026-03-28T12:00:00Z', 3)).toEqual([
      '2026-03-29T01:00',
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ])
    expect(times(berlin('0 2,3 * * *'), '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:00',
    ])
  })

  it('at the hour that comes twice, what comes several times in it comes so often and no more', () => {
    expect(times(berlin('*/15 2 * * *'), '2026-10-24T12:00:00Z', 5)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:15',
      '2026-10-25T00:30',
      '2026-10-25T00:45',
      '2026-10-26T01:00',
    ])
    expect(times(berlin('*/15 2 * * *'), '2026-10-25T01:20:00Z', 1)).toEqual(['2026-10-26T01:00'])
  })

  it('reads names, and days of the month or the week', () => {
    expect(times(utc('0 9 * * MON-FRI'), '2026-11-20T10:00:00Z', 1)).toEqual(['2026-11-23T09:00'])
    expect(times(utc('0 0 13 * FRI'), '2026-11-08T00:00:00Z', 2)).toEqual([
      '2026-11-13T00:00',
      '2026-11-20T00:00',
    ])
  })
})

/** Minute by minute: what a clock shows that is read every minute. */
function watched(zone: string, minutes: number[], hours: number[] | undefined, from: number, to: number) {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  const at = (time: number): number => {
    const [day = 0, month = 1, year = 0, hour = 0, minute = 0] = clock.format(time).split(/\D+/).map(Number)
    return Date.UTC(year, month - 1, day, hour, minute) / 60_000
  }
  const due = (wall: number): boolean =>
    minutes.includes(wall % 60) && (!hours || hours.includes(Math.floor(wall / 60) % 24))
  const fired: string[] = []
  let highest = at(from - 60_000)
  for (let time = from; time < to; time += 60_000) {
    const wall = at(time)
    const passed = Array.from({ length: Math.max(0, wall - highest) }, (_, i) => highest + 1 + i)
    if (hours ? passed.some(due) : due(wall)) fired.push(new Date(time).toISOString())
    highest = Math.max(highest, wall)
  }
  return fired
}

it.each([
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['America/Sao_Paulo', '2018-11-03'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['Africa/Cairo', '2026-04-23'],
  ['Asia/Kathmandu', '2026-04-23'],
])('comes as a clock on the wall in %s shows it, around %s', (zone, day) => {
  const from = Date.parse(`${day}T00:00:00Z`)
  const to = from + 2.5 * 86_400_000
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(59), { minLength: 1, maxLength: 4 }),
      fc.option(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), { nil: undefined }),
      (minutes, hours) => {
        const cron = `${minutes.join(',')} ${hours?.join(',') ?? '*'} * * *`
        const wanted = watched(zone, minutes, hours, from, to)
        const found = nextTimes({ cron, timeZone: zone }, new Date(from - 1), wanted.length + 1)
        expect(found.slice(0, -1).map((time) => time.toISOString())).toEqual(wanted)
        expect(found.at(-1)?.getTime()).toBeGreaterThanOrEqual(to)
      },
    ),
    { numRuns: 12 },
  )
})

describe('what is wrong', () => {
  const now = new Date('2026-11-21T00:00:00Z')
  it.each(['', '* * * *', '* * * * * *', '@daily', '61 * * * *', 'x * * * *', '0 0 31 2 *'])('%s', (cron) => {
    expect(cronProblem(cron, now)).toMatch(/\w/)
  })
  it('nothing', () => {
    for (const cron of ['0 9 * * MON-FRI', '*/5 * * * *', '0 0 29 2 *'])
      expect(cronProblem(cron, now)).toBeUndefined()
  })
})

describe('missed times', () => {
  const fired = (policy: MissedPolicy, cron: string, due: string, now: string) => {
    const { fire, next } = dueTimes(utc(cron), policy, new Date(due), new Date(now))
    return {
      fire: fire.map((time) => time.toISOString().slice(0, 16)),
      next: next?.toISOString().slice(0, 16),
    }
  }

  it.each(['skip', 'one', 'all'] as const)('%s: what comes on time fires', (policy) => {
    expect(fired(policy, '0 * * * *', '2026-11-21T09:00:00Z', '2026-11-21T09:00:01Z')).toEqual({
      fire: ['2026-11-21T09:00'],
      next: '2026-11-21T10:00',
    })
  })

  it('after three hours without a worker', () => {
    const at = (policy: MissedPolicy) =>
      fired(policy, '0 * * * *', '2026-11-21T06:00:00Z', '2026-11-21T08:30:00Z')
    expect(at('skip')).toEqual({ fire: [], next: '2026-11-21T09:00' })
    expect(at('one')).toEqual({ fire: ['2026-11-21T08:00'], next: '2026-11-21T09:00' })
    expect(at('all')).toEqual({
      fire: ['2026-11-21T06:00', '2026-11-21T07:00', '2026-11-21T08:00'],
      next: '2026-11-21T09:00',
    })
  })

  it('one that is on time makes up for the others', () => {
    const at = (policy: MissedPolicy) =>
      fired(policy, '0 * * * *', '2026-11-21T06:00:00Z', '2026-11-21T08:00:20Z').fire
    expect(at('skip')).toEqual(['2026-11-21T08:00'])
    expect(at('one')).toEqual(['2026-11-21T08:00'])
    expect(at('all')).toHaveLength(3)
  })

  it('all: no more than a day, and no more than a hundred', () => {
    const hourly = fired('all', '0 * * * *', '2026-11-01T00:00:00Z', '2026-11-21T08:30:00Z').fire
    expect([hourly.length, hourly[0]]).toEqual([24, '2026-11-20T09:00'])
    const each = fired('all', '* * * * *', '2026-11-01T00:00:00Z', '2026-11-21T08:30:00Z').fire
    expect([each.length, each.at(-1)]).toEqual([100, '2026-11-21T08:30'])
  })

  it('one: also what was missed days ago', () => {
    const at = (policy: MissedPolicy) =>
      fired(policy, '0 0 1 * *', '2026-11-01T00:00:00Z', '2026-11-21T08:30:00Z').fire
    expect(at('one')).toEqual(['2026-11-01T00:00'])
    expect(at('skip')).toEqual([])
    expect(at('all')).toEqual(['2026-11-01T00:00'])
  })

  it.each(['one', 'all'] as const)('%s: of several that were missed days ago, the last', (policy) => {
    const rare = (cron: string) => fired(policy, cron, '2026-11-04T09:00:00Z', '2026-11-21T08:30:00Z').fire
    expect(rare('0 9 * * WED')).toEqual(['2026-11-18T09:00'])
    expect(rare('*/10 * 18 * *')).toEqual(['2026-11-18T23:50'])
  })

  it('never makes up for less by all than by one', () => {
    for (const cron of ['0 0 1 1 *', '0 9 * * MON', '30 2 * * *', '*/30 * * * *', '0 0 29 2 *'])
      for (const days of [0.01, 1, 3, 40, 400]) {
        const due = new Date('2026-03-01T00:00:00Z')
        const now = new Date(due.getTime() + days * 86_400_000)
        const many = (policy: MissedPolicy) => dueTimes(berlin(cron), policy, due, now).fire.length
        expect(many('all')).toBeGreaterThanOrEqual(many('one'))
        expect(many('one')).toBeGreaterThan(0)
      }
  })
})
