import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TeamCase } from '@/domain/team/case'
import { CASES_AT_ONCE } from '@/server/engine/trial-queue'
import { getRun } from '../run/get'
import { applyEdits } from '../team/apply'
import { exportTeam } from '../team/export'
import { getTeam } from '../team/get'
import { getVersion } from '../team/get-version'
import { importTeam } from '../team/import'
import { publishTeam } from '../team/publish'
import { readBench } from './bench'
import { readHanded } from './handed'
import { proposeCase } from './propose'
import { putCase } from './put-case'
import { removeCase } from './remove-case'
import { startCases, startTrial } from './start'
import { stopTrials } from './stop'
import {
  caseOf,
  deals,
  input,
  large,
  missed,
  small,
  startTrialDesk,
  type TrialDesk,
} from './testing/trial-desk'

let desk: TrialDesk
beforeAll(async () => {
  desk = await startTrialDesk()
})
afterAll(() => desk.close())

describe('test cases', () => {
  it('pass and fail by what is expected, with what was seen, and end their runs', async () => {
    const slug = await desk.team()
    const cases: TeamCase[] = [
      caseOf('small', {
        pins: { draft: small },
        expect: {
          ends: 'done',
          at: 'done',
          passes: ['checks', 'update'],
          avoids: ['approval'],
          holds: ['draft.amount == 5', 'decision.draft.confidence == 1.0'],
          effects: [{ node: 'update', holds: ['request.body.amount < 10'] }],
        },
      }),
      caseOf('large', {
        kind: 'escalating',
        pins: { draft: large },
        expect: { ends: 'waits', at: 'approval', avoids: ['update'], effects: [] },
      }),
      caseOf('refused by a person', {
        kind: 'violating',
        pins: { draft: large, approval: { port: 'rejected' } },
        expect: { ends: 'rejected', at: 'approval', effects: [] },
      }),
      caseOf('edited by a person', {
        pins: { draft: large, approval: { port: 'approved', output: { deal_id: 'D-1', amount: 900 } } },
        expect: { ends: 'done', effects: [{ node: 'update', holds: ['request.body.amount == 900'] }] },
      }),
      caseOf('wrong', { pins: { draft: large }, expect: { ends: 'done', passes: ['update'] } }),
      caseOf('cannot start', { pins: { draft: { output: {} } } }),
    ]
    for (const one of cases) await putCase(desk.operator, { slug, case: one })
    const { trials } = await startCases(desk.operator, { slug })
    expect(trials).toHaveLength(6)
    const seen = await desk.results(slug)
    expect(Object.fromEntries(Object.entries(seen).map(([name, one]) => [name, one?.status]))).toEqual({
      small: 'passed',
      large: 'passed',
      'refused by a person': 'passed',
      'edited by a person': 'passed',
      wrong: 'failed',
      'cannot start': 'refused',
    })
    expect(missed(seen['wrong'])).toEqual([
      ['/ends', 'It waits at “Approval”: Large'],
      ['/passes/0', 'Not carried out'],
    ])
    expect(missed(seen['cannot start']).map(([pointer]) => pointer)).toEqual([
      '/pins/draft/output/deal_id',
      '/pins/draft/output/amount',
    ])
    expect((await getRun(desk.operator, { id: seen['large']?.run ?? '' })).status).toBe('cancelled')
    expect(
      await desk.db.prisma.review.count({ where: { runId: seen['large']?.run ?? '', status: 'open' } }),
    ).toBe(0)
  })

  it('run a few at once and the others in their turn, also past one that fails, and can be stopped', async () => {
    const slug = await desk.team()
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    for (const name of names) {
      const ends = name === 'b' ? 'rejected' : 'done'
      await putCase(desk.operator, { slug, case: caseOf(name, { pins: { draft: small }, expect: { ends } }) })
    }
    const standing = async () =>
      (await readBench(desk.operator, { slug })).cases.map(({ last }) => last?.status)
    await Promise.all([
      startCases(desk.operator, { slug, names: names.slice(0, 4) }),
      startCases(desk.operator, { slug, names: names.slice(4) }),
    ])
    const count = async (status: string) => (await standing()).filter((one) => one === status).length
    expect([await count('running'), await count('queued')]).toEqual([CASES_AT_ONCE, 3])
    const seen = await desk.results(slug)
    expect(names.filter((name) => seen[name]?.status === 'passed')).toEqual(['a', 'c', 'd', 'e', 'f', 'g'])
    expect(seen['b']?.status).toBe('failed')

    await startCases(desk.operator, { slug })
    expect(await stopTrials(desk.operator, { slug })).toMatchObject({ stopped: expect.any(Number) as number })
    expect(await count('queued')).toBe(0)
    const after = Object.values(await desk.results(slug)).map((one) => one?.status)
    expect(after.slice(CASES_AT_ONCE)).toEqual(['stopped', 'stopped', 'stopped'])
  })

  it('go stale with the draft or the case, and not with where things are drawn', async () => {
    const slug = await desk.team()
    await putCase(desk.operator, { slug, case: caseOf('one', { pins: { draft: small } }) })
    await startCases(desk.operator, { slug, names: ['one'] })
    expect((await desk.results(slug))['one']).toMatchObject({ status: 'passed', current: true })
    const current = async () => (await readBench(desk.operator, { slug })).cases[0]?.last?.current
    const edit = async (command: object) => {
      const { revision } = await getTeam(desk.operator, { slug })
      await applyEdits(desk.operator, { slug, revision, commands: [command] })
    }
    await edit({ type: 'node.move', positions: { draft: { x: 5, y: 5 } } })
    expect(await current()).toBe(true)
    await edit({ type: 'team.goal', goal: 'Keep deals right.' })
    expect(await current()).toBe(false)
    await edit({ type: 'team.goal', goal: deals().goal })
    expect(await current()).toBe(true)
    await putCase(desk.operator, {
      slug,
      was: 'one',
      case: caseOf('one', { pins: { draft: small }, expect: { ends: 'waits' } }),
    })
    expect(await current()).toBe(false)
    await removeCase(desk.operator, { slug, name: 'one' })
    expect((await readBench(desk.operator, { slug })).cases).toEqual([])
  })

  it('go along where a step is given another id', async () => {
    const slug = await desk.team()
    const one = caseOf('one', {
      pins: { draft: small },
      from: 'checks',
      expect: {
        ends: 'done',
        passes: ['update'],
        holds: ['draft.amount == 5'],
        effects: [{ node: 'update' }],
      },
    })
    await putCase(desk.operator, { slug, case: one })
    const rename = (id: string, to: string) => ({ type: 'node.rename', id, to })
    await applyEdits(desk.operator, {
      slug,
      revision: 1,
      commands: [{ type: 'batch', commands: [rename('draft', 'note')] }, rename('update', 'write')],
    })
    expect((await readBench(desk.operator, { slug })).cases[0]?.case).toEqual({
      ...one,
      pins: { note: small },
      expect: { ends: 'done', passes: ['write'], holds: ['note.amount == 5'], effects: [{ node: 'write' }] },
    })
    await startCases(desk.operator, { slug })
    expect(missed((await desk.results(slug))['one'])).toEqual([])
  })

  it('are refused where they name what the team has not, and under a name that is taken', async () => {
    const slug = await desk.team()
    const put = (one: object, was?: string) => putCase(desk.operator, { slug, case: one, was })
    await expect(
      put(
        caseOf('odd', {
          expect: { ends: 'done', at: 'ghost', holds: ['draft.'], effects: [{ node: 'draft' }] },
        }),
      ),
    ).rejects.toMatchObject({
      problems: [
        { pointer: '/expect/at' },
        { pointer: '/expect/holds/0' },
        { pointer: '/expect/effects/0/node' },
      ],
    })
    await put(caseOf('one', {}))
    await expect(put(caseOf('one', {}))).rejects.toMatchObject({ code: 'conflict' })
    await expect(put(caseOf('two', {}), 'none')).rejects.toMatchObject({ code: 'not_found' })
    await put(caseOf('two', {}), 'one')
    expect((await readBench(desk.operator, { slug })).cases.map((each) => each.case.name)).toEqual(['two'])
  })

  it('are proposed from a try, and the same try passes them', async () => {
    const slug = await desk.team()
    const { id, run = '' } = await startTrial(desk.operator, {
      slug,
      tried: { input, pins: { draft: large } },
    })
    await desk.settled(run)
    const proposed = await proposeCase(desk.operator, { slug, trial: id })
    expect(proposed).toEqual({
      tried: { input, pins: { draft: large } },
      kind: 'escalating',
      expect: {
        ends: 'waits',
        at: 'approval',
        passes: ['draft', 'checks'],
        avoids: ['update'],
        holds: ['draft.amount == 5000'],
        effects: [],
      },
    })
    await putCase(desk.operator, {
      slug,
      case: { name: 'kept', kind: proposed.kind, ...proposed.tried, expect: proposed.expect },
    })
    await startCases(desk.operator, { slug })
    expect((await desk.results(slug))['kept']?.status).toBe('passed')
    const handed = await readHanded(desk.operator, { slug, run })
    expect(handed).toMatchObject({
      input,
      steps: { draft: { port: 'out', ...large }, checks: { port: 'review' } },
    })
  })
})

describe('publishing', () => {
  const one = caseOf('one', { pins: { draft: small } })

  it('asks why where a case failed or was not run on just this draft, and says so with the version', async () => {
    const slug = await desk.team()
    await putCase(desk.operator, { slug, case: one })
    await putCase(desk.operator, { slug, case: caseOf('two', { pins: { draft: large } }) })
    const publish = (untested?: string) => publishTeam(desk.operator, { slug, note: 'First', untested })
    await expect(publish()).rejects.toMatchObject({
      code: 'conflict',
      problems: [
        { message: '“one” was not run on this draft.' },
        { message: '“two” was not run on this draft.' },
      ],
    })
    await startCases(desk.operator, { slug })
    await desk.results(slug)
    await expect(publish()).rejects.toMatchObject({ problems: [{ message: '“two” failed.' }] })
    const { number, digest } = await publish('The new rule comes next week.')
    const { note } = await getVersion(desk.operator, { slug, number })
    expect(note).toBe('First\n\nPublished with test cases left: 1 failed. The new rule comes next week.')
    const entries = await desk.db.prisma.recordEntry.findMany({ where: { kind: 'team.published' } })
    const bodies = entries.map(
      ({ body }) => JSON.parse(Buffer.from(body).toString()) as { version: string; data: object },
    )
    expect(bodies.find(({ version }) => version === digest)?.data).toMatchObject({
      tested: { passed: 1, failed: ['two'], not_run: [] },
    })
  })

  it('asks nothing where all passed, nor where there is none', async () => {
    const slug = await desk.team()
    await publishTeam(desk.operator, { slug })
    await putCase(desk.operator, { slug, case: one })
    const { revision } = await getTeam(desk.operator, { slug })
    await applyEdits(desk.operator, {
      slug,
      revision,
      commands: [{ type: 'team.goal', goal: 'Keep deals right.' }],
    })
    await startCases(desk.operator, { slug })
    await desk.results(slug)
    await publishTeam(desk.operator, { slug })
    expect((await getVersion(desk.operator, { slug, number: 2 })).note).toBe('')
  })
})

describe('a team’s file', () => {
  it('takes its cases along, and puts them in the place of others', async () => {
    const slug = await desk.team()
    const cases = [caseOf('two', { pins: { draft: large } }), caseOf('one', { pins: { draft: small } })]
    for (const one of cases) await putCase(desk.operator, { slug, case: one })
    const { yaml } = await exportTeam(desk.operator, { slug })
    const twin = await importTeam(desk.operator, { yaml, slug: 'twin' })
    expect((await readBench(desk.operator, twin)).cases.map((each) => each.case)).toEqual(cases)
    expect((await exportTeam(desk.operator, twin)).yaml).toBe(yaml)
    await putCase(desk.operator, { slug: 'twin', case: caseOf('three', {}) })
    expect(await importTeam(desk.operator, { yaml, slug: 'twin' })).toMatchObject({
      created: false,
      revision: 1,
    })
    expect((await exportTeam(desk.operator, twin)).yaml).toBe(yaml)
  })
})
