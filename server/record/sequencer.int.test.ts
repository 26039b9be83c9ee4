import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafHash, rootOf, verifyConsistency, type Hash } from '@/domain/record/merkle'
import { parseCheckpoint } from '@/domain/record/note'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { appendEntries, buildEntry } from './append'
import { originOf, Sequencer } from './sequencer'
import { openCheckpoint } from './testing/open-checkpoint'
import { treeOf } from '@/server/services/record/leaf-tree'

const actor = { kind: 'system', id: 'engine', name: 'Engine' } as const
let database: TestDatabase
let db: Db
let sequencers: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  process.env['DATABASE_URL'] ??= database.appUrl
  db = openDb(database.appUrl, 20)
  sequencers = new pg.Pool({ connectionString: database.sequencerUrl, max: 4 })
})

afterAll(async () => {
  await sequencers.end()
  await db.close()
  await database.drop()
})

async function newWorkspace(): Promise<string> {
  const id = newId('ws')
  await db.prisma.workspace.create({ data: { id, slug: id.slice(-20).toLowerCase(), name: 'Test' } })
  return id
}

const entry = (subject: string) => ({ kind: 'test.happened', actor, subject, data: {} })

/** One transaction that appends, then stays open for a while before it ends. */
async function held(workspaceId: string, subjects: string[], ms: number, end: 'commit' | 'rollback') {
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    for (const subject of subjects) await insertBy(client, workspaceId, subject)
    await new Promise((resolve) => setTimeout(resolve, ms))
    await client.query(end)
  } finally {
    client.release()
  }
}

async function insertBy(client: pg.PoolClient, workspaceId: string, subject: string): Promise<void> {
  const built = buildEntry(workspaceId, entry(subject))
  await client.query('insert into record_entry(workspace_id, entry_id, kind, body) values ($1, $2, $3, $4)', [
    workspaceId,
    built.entryId,
    built.kind,
    Buffer.from(built.body),
  ])
}

interface Stored {
  seq: string | null
  body: Buffer
  leaf_hash: Buffer
}

const entriesOf = async (workspaceId: string): Promise<Stored[]> =>
  (
    await db.pool.query<Stored>(
      'select seq, body, leaf_hash from record_entry where workspace_id = $1 order by seq nulls last',
      [workspaceId],
    )
  ).rows

/** Everything a reader relies on: numbers, roots, signatures and consistency, against a fresh rebuild. */
async function expectSound(workspaceId: string, count: number): Promise<void> {
  const entries = await entriesOf(workspaceId)
  expect(entries.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: count }, (_, i) => i))
  const leaves: Hash[] = entries.map(({ body }) => leafHash(body))
  expect(entries.map(({ leaf_hash }) => leaf_hash.toString('hex'))).toEqual(
    leaves.map((hash) => Buffer.from(hash).toString('hex')),
  )
  const [checkpoints, key] = await Promise.all([
    db.prisma.recordCheckpoint.findMany({ where: { workspaceId }, orderBy: { size: 'asc' } }),
    db.prisma.recordKey.findUniqueOrThrow({ where: { workspaceId }, select: { verifier: true } }),
  ])
  expect(Number(checkpoints.at(-1)?.size)).toBe(count)
  let before: { size: number; root: Hash } | undefined
  for (const { size, root, note } of checkpoints) {
    const signed = parseCheckpoint(openCheckpoint(note, key.verifier))
    const fresh = rootOf(leaves.slice(0, Number(size)))
    expect(signed).toEqual({ origin: originOf(workspaceId), size: Number(size), root: fresh })
    expect(Buffer.from(root)).toEqual(Buffer.from(fresh))
    if (before) {
      const proof = await treeOf(db, workspaceId).consistencyProof(before.size, Number(size))
      expect(
        verifyConsistency({
          size1: before.size,
          root1: before.root,
          size2: Number(size),
          root2: fresh,
          proof,
        }),
      ).toBe(true)
    }
    before = { size: Number(size), root: fresh }
  }
}

describe('Sequencer', () => {
  it('numbers what commits late without gaps or doubles, while two are at work', async () => {
    const workspaceId = await newWorkspace()
    const [one, two] = [new Sequencer(sequencers), new Sequencer(sequencers)]
    let writing = true
    const numbering = [one, two].map(async (sequencer) => {
      let numbered = 0
      while (writing) {
        numbered += await sequencer.sequence()
        await new Promise((resolve) => setTimeout(resolve, 3))
      }
      return numbered
    })
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let round = 0; round < 12; round++) {
        const subjects = Array.from({ length: 1 + (round % 3) }, (_, i) => `${writer} ${round} ${i}`)
        await held(workspaceId, subjects, (writer * 7 + round * 13) % 40, 'commit')
      }
    })
    await Promise.all(writers)
    writing = false
    const during = (await Promise.all(numbering)).reduce((sum, n) => sum + n, 0)
    const after = await one.sequence()
    const count = 16 * 4 * (1 + 2 + 3)
    expect(during + after).toBe(count)
    await expectSound(workspaceId, count)
  })

  it('leaves nothing of an aborted transaction, and no gap where it was', async () => {
    const workspaceId = await newWorkspace()
    const sequencer = new Sequencer(sequencers)
    const aborted = held(workspaceId, ['gone 1', 'gone 2'], 120, 'rollback')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await appendEntries(db.prisma, workspaceId, [entry('kept 1')])
    expect(await sequencer.sequence()).toBe(1)
    await aborted
    await appendEntries(db.prisma, workspaceId, [entry('kept 2')])
    await sequencer.sequence()
    await expectSound(workspaceId, 2)
    const bodies = (await entriesOf(workspaceId)).map(({ body }) => body.toString())
    expect(bodies.some((body) => body.includes('gone'))).toBe(false)
  })

  it('keeps a tree and a key for each workspace', async () => {
    const workspaces = await Promise.all([newWorkspace(), newWorkspace(), newWorkspace()])
    const sequencer = new Sequencer(sequencers)
    for (let round = 1; round <= 3; round++) {
      for (const [i, workspaceId] of workspaces.entries())
        await appendEntries(
          db.prisma,
          workspaceId,
          Array.from({ length: i + 1 }, (_, n) => entry(`${round} ${n}`)),
        )
      await sequencer.sequence()
    }
    for (const [i, workspaceId] of workspaces.entries()) await expectSound(workspaceId, 3 * (i + 1))
    const keys = await db.prisma.recordKey.findMany({
      where: { workspaceId: { in: workspaces } },
      select: { verifier: true },
    })
    expect(new Set(keys.map(({ verifier }) => verifier)).size).toBe(3)
  })

  it('signs with the key that is stored, also when the round that made it was undone', async () => {
    const workspaceId = await newWorkspace()
    const sequencer = new Sequencer(sequencers)
    await appendEntries(db.prisma, workspaceId, [entry('first')])
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    try {
      await admin.query('revoke insert on record_checkpoint from baton_sequencer')
      await expect(sequencer.sequence()).rejects.toThrow(/permission denied/)
      expect(await db.prisma.recordKey.count({ where: { workspaceId } })).toBe(0)
      await admin.query('grant insert on record_checkpoint to baton_sequencer')
    } finally {
      await admin.end()
    }
    expect(await sequencer.sequence()).toBe(1)
    await expectSound(workspaceId, 1)
  })

  it('is the only one who may number, and no one may rewrite', async () => {
    const workspaceId = await newWorkspace()
    await appendEntries(db.prisma, workspaceId, [entry('first')])
    await expect(
      db.pool.query('update record_entry set seq = 0 where workspace_id = $1', [workspaceId]),
    ).rejects.toThrow(/permission denied/)
    await new Sequencer(sequencers).sequence()
    await expect(
      sequencers.query('update record_entry set seq = 7 where workspace_id = $1', [workspaceId]),
    ).rejects.toThrow(/append only/)
    await expect(
      sequencers.query(`update record_entry set body = '' where workspace_id = $1`, [workspaceId]),
    ).rejects.toThrow(/permission denied/)
    await expectSound(workspaceId, 1)
  })
})
