import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fateOf } from '@/domain/erasure/places'
import { ERASED, isTombstone } from '@/domain/erasure/tombstone'
import { canonicalJson } from '@/domain/record/canonical'
import { startThread } from '../comment/start'
import { exportRecord } from '../record/export'
import { getRun } from '../run/get'
import { restartRun } from '../run/restart'
import { listStates } from '../run/states'
import type { TwoWorkspaces } from '../testing/two-workspaces'
import { getCertificate } from './certificate'
import { findPerson } from './find-person'
import { reason, subjectOf, useErasing } from './testing/erasing'
import { PEOPLE_TEAM, type Canary } from './testing/people-team'

const mira: Canary = {
  name: 'Mira Zephyrine Quint',
  email: 'mira.quint@canary.example',
  phone: '+49 30 7719 4410',
  customer: 'C-77194-MQ',
}
const otto: Canary = {
  name: 'Otto Ballantyne Vane',
  email: 'otto.vane@canary.example',
  phone: '+49 30 8820 5521',
  customer: 'C-88205-OV',
  salary: 72_733,
}

const { started, admin, erase, dumped, lastEntry } = useErasing()
let two: TwoWorkspaces
let desk: ReturnType<typeof started>['desk']
let work: string
beforeAll(() => {
  ;({ two, desk } = started())
  work = mkdtempSync(join(tmpdir(), 'baton-erasure-'))
})
afterAll(() => rmSync(work, { recursive: true }))

const verify = (...args: string[]): Promise<{ code: number; out: string }> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [resolve('public/verify.mjs'), ...args],
      { cwd: tmpdir(), env: { NODE_ENV: 'test' } },
      (error, out, err) => done({ code: typeof error?.code === 'number' ? error.code : 0, out: out + err }),
    )
  })

describe('a person', () => {
  let run: string
  let other: string
  let certificateId: string
  beforeAll(async () => {
    run = await desk.done(mira)
    other = await desk.done(otto)
    await startThread(two.asA(['operator']), {
      slug: PEOPLE_TEAM,
      on: { kind: 'team' },
      text: `What do we tell ${mira.name}?`,
    })
    const team = await two.db.prisma.team.findFirstOrThrow({ where: { slug: PEOPLE_TEAM } })
    await two.db.prisma.teamCase.create({
      data: {
        ...{
          id: 'case_mira',
          workspaceId: two.a,
          teamId: team.id,
          name: 'A letter',
          position: 0,
          updatedBy: {},
        },
        definition: {
          name: 'A letter',
          kind: 'normal',
          input: { email: mira.email },
          expect: { ends: 'done' },
        },
      },
    })
    await two.db.prisma.receivedEvent.create({
      data: {
        ...{ id: 'evt_mira', workspaceId: two.a, event: 'letter.answered', key: mira.customer, sentBy: {} },
        ...{
          payload: { from: mira.email, [mira.email]: 1 },
          sourceId: 'src_x',
          messageId: `from ${mira.email}`,
        },
      },
    })
    await two.sequence()
  })

  it('is found in every place, masked, and nobody else is', async () => {
    const before = await dumped(mira.email)
    expect(before).toEqual(expect.arrayContaining(['run.input', 'step.result', 'record_private.value']))
    const found = await findPerson(admin(), { subject: subjectOf(mira) })
    expect(found.runs.map(({ run: id, over, held }) => [id, over, held])).toEqual([[run, true, false]])
    expect(found.runs[0]?.places.map(({ place }) => place)).toEqual([
      'Run',
      'State version',
      'Step',
      'Effect',
      'Review',
      'Sealed value of the record',
    ])
    expect(found.elsewhere).toEqual([
      { place: 'Test case', values: 1 },
      { place: 'Comment', values: 1 },
      { place: 'Event', values: 4 },
      { place: 'Sealed value of the record', values: 1 },
    ])
    const told = JSON.stringify(found)
    for (const sign of Object.values(mira)) expect(told).not.toContain(String(sign))
    // That somebody looked is on the record; for whom is nowhere.
    expect((await lastEntry('person.searched')).data).toMatchObject({ by: { emails: 1 }, runs: 1 })
    expect(await dumped(mira.email)).toEqual(before)
  })

  it('is erased everywhere, and unreadable in a dump of the database', async () => {
    const states = await listStates(admin(), { id: run })
    const { id, status } = await erase(mira)
    expect(status).toBe('done')
    certificateId = id
    for (const sign of [...Object.values(mira).map(String), 'Zephyrine', '7719 4410'])
      expect(await dumped(sign), sign).toEqual([])
    // What is about somebody else, and what names nobody, is as it was.
    expect((await dumped(otto.email)).length).toBeGreaterThan(5)
    const after = await getRun(admin(), { id: run })
    expect(isTombstone((after.state as { start: { email: unknown } }).start.email)).toBe(true)
    expect((after.state as { start: { salary: unknown } }).start.salary).toBe(61_400)
    expect(after).toMatchObject({ status: 'done', title: ERASED })
    // Versions keep their digests, by which they were known.
    expect((await listStates(admin(), { id: run })).map(({ digest }) => digest)).toEqual(
      states.map(({ digest }) => digest),
    )
    expect((await getRun(admin(), { id: other })).title).toBe(otto.name)
  })

  it('leaves a record that proves itself: SOUND, with seals that nobody opens', async () => {
    await two.sequence()
    const dir = join(work, 'after')
    await exportRecord(two.asA(['auditor']), { dir, privates: true })
    const { code, out } = await verify(dir)
    expect(out).toMatch(/^SOUND$/m)
    expect(code).toBe(0)
    const [, sealed, opened] = /(\d+) values: (\d+) opened/.exec(out) ?? []
    expect(Number(sealed)).toBeGreaterThan(Number(opened))
  })

  it('leaves a certificate that is checked offline, names nobody who was erased, and cannot be changed', async () => {
    await two.sequence()
    const { certificate, file } = await getCertificate(two.asA(['auditor']), { id: certificateId })
    expect(certificate).toMatchObject({ id: certificateId, reason, reach: 'mentions', leftOut: [] })
    expect(certificate.runs.map((each) => each.run)).toEqual([run])
    expect(certificate.runs[0]?.states.length).toBeGreaterThan(1)
    expect(certificate.seals.length).toBeGreaterThan(5)
    for (const sign of Object.values(mira)) expect(JSON.stringify(file)).not.toContain(String(sign))

    const path = join(work, 'certificate.json')
    writeFileSync(path, JSON.stringify(file, null, 2))
    const sound = await verify('--certificate', path, '--key', file?.proof.key ?? '')
    expect(sound.out).toMatch(/^SOUND$/m)
    expect(sound.code).toBe(0)

    const changed = structuredClone(file)
    changed?.certificate.seals.pop()
    writeFileSync(path, JSON.stringify(changed))
    expect(await verify('--certificate', path)).toMatchObject({
      code: 1,
      out: expect.stringContaining('The certificate was changed') as string,
    })
    const moved = structuredClone(file)
    if (moved) moved.entry = moved.entry.replace('"values":', '"values":1')
    writeFileSync(path, JSON.stringify(moved))
    expect((await verify('--certificate', path)).out).toContain('not in the tree that was signed')
    const foreign = 'other+00000000+AAAA'
    expect((await verify('--certificate', path, '--key', foreign)).code).toBe(2)
  })

  it('is not found again; the run is not taken up, and there is nothing left to erase', async () => {
    expect((await findPerson(admin(), { subject: subjectOf(mira) })).runs).toEqual([])
    await expect(erase(mira)).rejects.toMatchObject({ code: 'conflict' })
    await expect(restartRun(two.asA(['operator']), { id: run, from: 'start' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('were erased') as string,
    })
  })

  it('may be erased with all of a run: no value of it is left, its course is', async () => {
    await erase(otto, { reach: 'runs' })
    for (const word of Object.values(otto)) expect(await dumped(String(word)), String(word)).toEqual([])
    const answers = await two.db.prisma.step.findMany({ where: { runId: other }, select: { result: true } })
    expect(JSON.stringify(answers)).not.toContain('Too late in the day')
    const after = await getRun(admin(), { id: other })
    expect(after).toMatchObject({ status: 'done', title: ERASED, outcome: { result: 'done' } })
    expect(canonicalJson(after.state).match(/"erased":true/g)?.length).toBeGreaterThan(6)
  })
})

it('says of every column of the database what becomes of a person there', async () => {
  const { rows } = await two.admin.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> '_prisma_migrations'
         and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea')`,
  )
  expect(
    rows
      .filter(({ table, column }) => fateOf(table, column) === undefined)
      .map((row) => Object.values(row).join('.')),
  ).toEqual([])
})
