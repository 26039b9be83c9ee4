import { beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../context'
import { startRun } from '../run/start'
import { archiveTeam } from '../team/archive'
import { failure, useDesk } from '../testing/desk'
import { enableTrigger } from './enable'
import { fireDue } from './fire-due'
import { putTrigger } from './put'
import { newTeam, newTrigger, schedule } from './testing/team'

const desk = useDesk()
let ctx: Context
let team: string
beforeEach(async () => {
  await desk.db().pool.query('delete from team_trigger')
  ctx = await desk.enter()
  team = await newTeam(ctx)
})

const HOUR = 3_600_000
/** A full hour long enough ago that everything about it is in the past. */
const NINE = new Date('2026-03-02T09:00:00Z')
const after = (ms: number) => new Date(NINE.getTime() + ms)

/** A schedule that was last looked at before `NINE`. */
async function due(settings = schedule()) {
  const trigger = await newTrigger(ctx, team, settings)
  await desk.db().prisma.teamTrigger.update({ where: { id: trigger.id }, data: { nextAt: NINE } })
  return trigger
}
const rowOf = (id: string) => desk.db().prisma.teamTrigger.findUniqueOrThrow({ where: { id } })
const runs = () =>
  desk.db().prisma.run.findMany({ where: { workspaceId: desk.workspaceId() }, orderBy: { createdAt: 'asc' } })

describe('a schedule', () => {
  it('fires once, however many workers look at the same moment', async () => {
    const { id } = await due()
    const counts = await Promise.all([1, 2, 3].map(() => fireDue(desk.db(), after(500))))
    expect(counts.sort()).toEqual([0, 0, 1])
    expect(await runs()).toMatchObject([
      {
        input: { text: 'on time' },
        startedBy: { kind: 'system', id, name: 'Schedule Hourly' },
        idempotencyKey: `schedule:${id}:2026-03-02T09:00:00.000Z`,
      },
    ])
    expect(await rowOf(id)).toMatchObject({ nextAt: after(HOUR), lastProblem: null })
    expect(await fireDue(desk.db(), after(1500))).toBe(0)
  })

  it('starts runs of the priority that it says, normal for one that was made before it could say any', async () => {
    const settings = schedule()
    const { id } = await due({ ...settings, config: { ...settings.config, priority: 'low' } })
    await fireDue(desk.db(), after(500))
    expect(await runs()).toMatchObject([{ priority: -1 }])
    const { priority: _priority, ...before } = settings.config
    await desk.db().prisma.teamTrigger.update({ where: { id }, data: { config: before as object } })
    await fireDue(desk.db(), after(HOUR + 500))
    expect(await runs()).toMatchObject([{ priority: -1 }, { priority: 0 }])
  })

  it('starts nothing twice when a worker dies between the run and the note that it was started', async () => {
    const { id } = await due()
    await fireDue(desk.db(), after(500))
    await desk.db().prisma.teamTrigger.update({ where: { id }, data: { nextAt: NINE } })
    expect(await fireDue(desk.db(), after(900))).toBe(0)
    expect(await runs()).toHaveLength(1)
    expect((await rowOf(id)).nextAt).toEqual(after(HOUR))
  })

  it('fires, whatever key somebody has chosen for a run of their own', async () => {
    const { id } = await due()
    const idempotencyKey = `schedule:${id}:2026-03-02T09:00:00.000Z`
    const other = await newTeam(ctx)
    const own = { team: other, input: { text: 'mine' }, idempotencyKey }
    expect(await startRun(ctx, own)).toMatchObject({ created: true })
    expect(await fireDue(desk.db(), after(500))).toBe(1)
    expect((await rowOf(id)).lastProblem).toBeNull()
    expect(await runs()).toHaveLength(2)
    // Asked again, each finds its own.
    expect(await startRun(ctx, own)).toMatchObject({ created: false })
    await desk.db().prisma.teamTrigger.update({ where: { id }, data: { nextAt: NINE } })
    expect(await fireDue(desk.db(), after(900))).toBe(0)
  })

  it('many of them, with three workers: each once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => (await due()).id))
    const counts = await Promise.all([1, 2, 3].map(() => fireDue(desk.db(), after(500))))
    expect(counts.reduce((sum, count) => sum + count)).toBe(12)
    expect((await runs()).map(({ startedBy }) => (startedBy as { id: string }).id).sort()).toEqual(ids.sort())
  })

  it.each([
    ['skip', []],
    ['one', ['11']],
    ['all', ['09', '10', '11']],
  ] as const)('after downtime, %s', async (missed, hours) => {
    const { id } = await due(schedule(missed))
    expect(await fireDue(desk.db(), after(2.5 * HOUR))).toBe(hours.length)
    expect((await runs()).map(({ idempotencyKey }) => idempotencyKey)).toEqual(
      hours.map((hour) => `schedule:${id}:2026-03-02T${hour}:00:00.000Z`),
    )
    expect((await rowOf(id)).nextAt).toEqual(after(3 * HOUR))
  })

  it('makes up for a day at most', async () => {
    await due(schedule('all'))
    expect(await fireDue(desk.db(), after(72.5 * HOUR))).toBe(24)
  })

  it('tells the record and its row why it started nothing, and goes on at the next time', async () => {
    const { id } = await due()
    await archiveTeam(ctx, { slug: team, archived: true })
    expect(await fireDue(desk.db(), after(500))).toBe(0)
    expect(await rowOf(id)).toMatchObject({
      nextAt: after(HOUR),
      lastRunId: null,
      lastProblem: { message: 'The team is archived, so nothing starts it.' },
    })
    expect(await desk.kinds()).toContain('trigger.failed')
    await archiveTeam(ctx, { slug: team, archived: false })
    expect(await fireDue(desk.db(), after(HOUR + 500))).toBe(1)
    expect(await rowOf(id)).toMatchObject({ lastProblem: null })
  })

  it('one that cannot be read does not keep the others', async () => {
    const broken = await due()
    const { id } = await due()
    await desk.db().prisma.teamTrigger.update({
      where: { id: broken.id },
      data: { config: {}, nextAt: after(-HOUR) },
    })
    expect(await fireDue(desk.db(), after(500))).toBe(1)
    expect((await rowOf(id)).nextAt).toEqual(after(HOUR))
    expect((await rowOf(broken.id)).nextAt).toEqual(after(-HOUR))
  })

  it('does not fire while it is off, nor make up for that time', async () => {
    const { id } = await due(schedule('all'))
    await enableTrigger(ctx, { id, enabled: false })
    expect(await fireDue(desk.db(), after(5 * HOUR))).toBe(0)
    await enableTrigger(ctx, { id, enabled: true })
    expect((await rowOf(id)).nextAt?.getTime()).toBeGreaterThan(Date.now())
  })
})

describe('saving a schedule', () => {
  it('looks ahead from now', async () => {
    const { row } = await newTrigger(ctx, team, schedule())
    const wait = (row.nextAt?.getTime() ?? 0) - Date.now()
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(HOUR)
    expect(await desk.kinds()).toContain('trigger.added')
  })

  it('refuses an input that the published version does not take, and times that never come', async () => {
    const settings = schedule()
    const put = (config: object) =>
      failure(
        putTrigger(ctx, {
          team,
          enabled: true,
          settings: { ...settings, config: { ...settings.config, ...config } },
        }),
      )
    const long = await put({ input: { text: 'x'.repeat(101) } })
    expect([long.code, long.problems[0]?.pointer]).toEqual(['invalid', '/settings/config/input/text'])
    const never = await put({ cron: '0 0 31 2 *' })
    expect(never.problems).toEqual([{ pointer: '/settings/config/cron', message: 'never comes' }])
    expect(await desk.db().prisma.teamTrigger.count()).toBe(0)
  })
})
