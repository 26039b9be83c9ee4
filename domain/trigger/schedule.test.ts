import { describe, expect, it } from 'vitest'
import { cronProblem, dueTimes, isTimeZone, nextTimes, type MissedPolicy } from './schedule'

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

  it('reads names, and days of the month or the week', () => {
    expect(times(utc('0 9 * * MON-FRI'), '2026-11-20T10:00:00Z', 1)).toEqual(['2026-11-23T09:00'])
    expect(times(utc('0 0 13 * FRI'), '2026-11-08T00:00:00Z', 2)).toEqual([
      '2026-11-13T00:00',
      '2026-11-20T00:00',
    ])
  })
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
  it('knows zones', () => {
    expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
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
    expect(at('all')).toEqual([])
  })
})
