import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '@/domain/policy/permission'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { appendEntries } from '@/server/record/append'
import { Sequencer } from '@/server/record/sequencer'
import type { Context } from '../context'
import { exportRecord } from './export'

let database: TestDatabase
let db: Db
let sequencers: pg.Pool
let work: string
let workspaceId: string

beforeAll(async () => {
  database = await createTestDatabase()
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  process.env['DATABASE_URL'] ??= database.appUrl
  db = openDb(database.appUrl, 5)
  sequencers = new pg.Pool({ connectionString: database.sequencerUrl, max: 1 })
  work = mkdtempSync(join(tmpdir(), 'baton-export-'))
  workspaceId = newId('ws')
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: 'acme', name: 'Acme' } })
  const sequencer = new Sequencer(sequencers)
  for (let batch = 0; batch < 4; batch++) {
    await appendEntries(
      db.prisma,
      workspaceId,
      Array.from({ length: 10 }, (_, i) => ({
        kind: 'step.completed',
        actor: { kind: 'person' as const, id: 'usr_1', name: 'Ada Example' },
        subject: `batch ${batch}`,
        data: { cost_micros: String(i) },
        sealed: { said: { text: `answer ${i}` } },
      })),
    )
    await sequencer.sequence()
  }
})

afterAll(async () => {
  rmSync(work, { recursive: true })
  await sequencers.end()
  await db.close()
  await database.drop()
})

const context = (roles: Role[]): Context => ({
  db,
  roles,
  actor: { kind: 'person', id: 'usr_1', name: 'Ada Example' },
  workspace: { id: workspaceId, slug: 'acme', name: 'Acme', timeZone: 'UTC' },
})

/** The exported folder's own verifier, as an auditor runs it: elsewhere, with nothing but Node. */
const verify = (dir: string): Promise<{ code: number; out: string }> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [join(dir, 'verify.mjs'), dir],
      { cwd: tmpdir(), env: { NODE_ENV: 'test' } },
      (error, out) => done({ code: typeof error?.code === 'number' ? error.code : 0, out }),
    )
  })

/** Changes stored bytes as somebody who owns the database can: the guards are switched off. */
async function tamper(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  try {
    await admin.query('alter table record_entry disable trigger all')
    const { rowCount } = await admin.query(sql, [workspaceId])
    expect(rowCount).toBe(1)
    await admin.query('alter table record_entry enable trigger all')
  } finally {
    await admin.end()
  }
}

describe('exportRecord', () => {
  it('gives a folder that proves itself, and says on the record that it was handed out', async () => {
    const dir = join(work, 'sound')
    const size = Number((await db.prisma.recordCheckpoint.findFirst({ orderBy: { size: 'desc' } }))?.size)
    expect(await exportRecord(context(['auditor']), { dir, privates: true })).toMatchObject({ entries: size })
    const { code, out } = await verify(dir)
    expect(out).toMatch(/^SOUND$/m)
    expect(out).toMatch(/80 values: 80 opened and right/)
    expect(code).toBe(0)
    const written = await db.prisma.recordEntry.findFirst({ orderBy: { id: 'desc' } })
    expect(written?.kind).toBe('record.exported')
    expect(Buffer.from(written?.body ?? []).toString()).toContain(`"size":${size}`)
  })

  it.each(['operator', 'reviewer'] as const)('is refused to %s, on the record', async (role) => {
    await expect(exportRecord(context([role]), { dir: join(work, role) })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const written = await db.prisma.recordEntry.findFirst({ orderBy: { id: 'desc' } })
    expect(written?.kind).toBe('access.refused')
  })

  it('shows one changed byte in the database to whoever verifies', async () => {
    await tamper(
      `update record_entry set body = convert_to(replace(convert_from(body, 'UTF8'), 'batch 2', 'batch 7'), 'UTF8')
        where workspace_id = $1 and seq = 24`,
    )
    const dir = join(work, 'changed')
    await exportRecord(context(['admin']), { dir })
    const { code, out } = await verify(dir)
    expect(code).toBe(1)
    expect(out).toContain('NOT SOUND')
    await tamper(
      `update record_entry set body = convert_to(replace(convert_from(body, 'UTF8'), 'batch 7', 'batch 2'), 'UTF8')
        where workspace_id = $1 and seq = 24`,
    )
    expect((await exportAndVerify('mended')).code).toBe(0)
  })

  it('shows it also when the stored hash was changed along with the bytes', async () => {
    await tamper(
      `update record_entry e set body = x.body
         from (select id, convert_to(replace(convert_from(body, 'UTF8'), 'batch 1', 'batch 9'), 'UTF8') body
                 from record_entry where workspace_id = $1 and seq = 13) x
        where e.id = x.id`,
    )
    const { code, out } = await exportAndVerify('rehashed')
    expect(code).toBe(1)
    expect(out).toContain('NOT SOUND')
  })

  const exportAndVerify = async (name: string) => {
    await exportRecord(context(['admin']), { dir: join(work, name) })
    return verify(join(work, name))
  }
})
