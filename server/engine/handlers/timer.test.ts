import { expect, it } from 'vitest'
import { node } from '@/domain/team/testing/draw-team'
import type { Activation } from '../types'
import { runTimer } from './timer'

const NOW = new Date('2026-11-21T12:00:00Z')

/** The part of an activation that a timer looks at. */
const until = (t: unknown) =>
  runTimer({
    node: node('timer', 'pause', { until: 'start.t' }),
    version: { bundle: { nodes: {} } },
    at: { state: { start: { t } }, steps: [], arrived: {} },
    startedAt: NOW,
  } as unknown as Activation<'timer'>)

it('sleeps until a time, wherever its clock stands', async () => {
  expect(await until('2026-11-22T09:00:00+01:00')).toEqual({
    kind: 'sleep',
    until: new Date('2026-11-22T08:00:00Z'),
    result: { until: '2026-11-22T08:00:00.000Z' },
  })
})

it('goes on at once where the time is past', async () => {
  expect(await until('2026-11-21T11:59:59Z')).toMatchObject({ kind: 'done', port: 'out' })
})

it.each([
  '5',
  '2027-01-05T09:00',
  '2026-11-22 18:00',
  'Nov 25 2026',
  '2026-11-31T09:00:00Z',
  'tomorrow',
  7,
  null,
])('tells a person that %j is no time', async (text) => {
  expect(await until(text)).toMatchObject({
    kind: 'fault',
    failure: {
      code: 'expression_failed',
      message: expect.stringMatching(
        /^start\.t does not give a time with its day, hour and offset/,
      ) as string,
    },
  })
})

it('tells a person that a time is too far away', async () => {
  expect(await until('2027-06-01T00:00:00Z')).toMatchObject({
    failure: { message: 'start.t is more than 90 days away.' },
  })
})
