import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import type { Role } from '@/domain/policy/permission'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { fromBase64 } from '@/domain/record/digest'
import {
  appendToFrontier,
  leafHash,
  rootOfFrontier,
  verifyConsistency,
  verifyInclusion,
} from '@/domain/record/merkle'
import { parseCheckpoint } from '@/domain/record/note'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { appendEntries, type NewEntry } from '@/server/record/append'
import { Sequencer } from '@/server/record/sequencer'
import { openCheckpoint } from '@/server/record/testing/open-checkpoint'
import type { Context } from '../context'
import { listCheckpoints } from './checkpoints'
import { getEntry } from './get'
import { readHead } from './head'
import { countNewer, listEntries, listInput } from './list'
import { proveGrowth } from './proof'
import { readRange } from './range'

let database: TestDatabase
let db: Db
let sequencers: pg.Pool
const workspaceId = newId('ws')
const [ada, runId, teamId] = [newId('usr'), newId('run'), newId('team')]

const person: Actor = { kind: 'person', id: ada, name: 'Ada Example' }
const writer: Actor = { kind: 'agent', id: 'writer', name: 'Writer' }
const engine: Actor = { kind: 'system', id: 'engine', name: 'Engine' }
const append = (entries: NewEntry[]) => appendEntries(db.prisma, workspaceId, entries)

const context = (roles: Role[]): Context => ({
  db,
  roles,
  actor: person,
  workspace: { id: workspaceId, slug: 'acme', name: 'Acme', timeZone: 'UTC' },
})
const auditor = () => context(['auditor'])
const list = async (filter: object = {}) => listEntries(auditor(), listInput.parse(filter))
const kinds = async (filter: object) => (await list(filter)).entries.map(({ kind }) => kind)

beforeAll(async () => {
  database = await createTestDatabase()
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  process.env['DATABASE_URL'] ??= database.appUrl
  db = openDb(database.appUrl, 5)
  sequencers = new pg.Pool({ connectionString: database.sequencerUrl, max: 1 })
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: 'acme', name: 'Acme' } })
  await db.prisma.user.create({
    data: {
      ...{ id: ada, email: 'ada@example.test', name: 'Ada Example' },
      memberships: { create: { workspaceId, roles: ['auditor'], ...WHOLE_CLEARANCE } },
    },
  })
  await db.prisma.team.create({ data: { id: teamId, workspaceId, slug: 'deals', name: 'Deals', draft: {} } })
  await db.prisma.run.create({
    data: {
      id: runId,
      workspaceId,
      teamId,
      versionId: 'ver_1',
      title: 'Brightwater Marine',
      input: {},
      startedBy: person,
    },
  })
  const sequencer = new Sequencer(sequencers)
  await append([{ kind: 'team.created', actor: person, team: teamId, subject: 'deals', data: {} }])
  await sequencer.sequence()
  await append([
    {
      kind: 'run.started',
      actor: person,
      run: runId,
      team: teamId,
      data: { number: 1 },
      sealed: { title: 'Brightwater Marine' },
    },
    {
      kind: 'step.completed',
      actor: writer,
      run: runId,
      team: teamId,
      node: 'draft',
      data: { kind: 'agent', cost_micros: '120' },
    },
    {
      kind: 'step.completed',
      actor: engine,
      run: runId,
      team: teamId,
      node: 'checks',
      data: { kind: 'rules', rules: [{ held: false, id: 'A-1' }] },
    },
  ])
  await sequencer.sequence()
  await append([
    { kind: 'access.refused', actor: person, data: { permission: 'team.edit', wide: '100%_\\ Zoë' } },
  ])
})

afterAll(async () => {
  await sequencers.end()
  await db.close()
  await database.drop()
})

describe('listEntries', () => {
  it('shows the newest first, numbered and proven as far as a checkpoint goes', async () => {
    const { entries, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    expect(entries.map(({ number, proof }) => [number, proof])).toEqual([
      [null, 'next'],
      [4, 'proven'],
      [3, 'proven'],
      [2, 'proven'],
      [1, 'proven'],
    ])
    expect(entries[3]).toMatchObject({
      actor: { kind: 'person', id: ada, name: 'Ada Example' },
      run: { id: runId, title: 'Brightwater Marine' },
      team: { name: 'Deals' },
      privates: { title: 'Brightwater Marine' },
    })
  })

  it.each([
    ['kind', { kind: 'step.completed' }, ['step.completed', 'step.completed']],
    ['entity', { kind: 'step' }, ['step.completed', 'step.completed']],
    ['run', { run: runId }, ['step.completed', 'step.completed', 'run.started']],
    ['team', { team: teamId, kind: 'team' }, ['team.created']],
    ['node', { node: 'draft' }, ['step.completed']],
    ['actor', { actor: 'agent:writer' }, ['step.completed']],
    ['kind of actor', { actor: 'agent' }, ['step.completed']],
    ['engine', { actor: 'system' }, ['step.completed']],
    ['denials', { denials: true }, ['access.refused', 'step.completed']],
    ['words in the entry', { text: 'TEAM.EDIT' }, ['access.refused']],
    ['signs that mean something to LIKE', { text: '100%_' }, ['access.refused']],
    ['what is no ASCII', { text: 'Zoë' }, ['access.refused']],
    ['the title of a run', { text: 'brightwater' }, ['step.completed', 'step.completed', 'run.started']],
    ['the name of a person', { text: 'ada ex', kind: 'team' }, ['team.created']],
    ['a number', { text: '#2' }, ['run.started']],
    ['nothing that is there', { text: 'nowhere' }, []],
    ['quotes that would end a string', { text: `'"\\` }, []],
  ])('filters by %s', async (_what, filter, expected) => {
    expect(await kinds(filter)).toEqual(expected)
  })

  it('pages by arrival, and keeps what is shown in its place', async () => {
    const first = await list({ limit: 2 })
    expect(first.entries).toHaveLength(2)
    const second = await list({ limit: 2, cursor: first.nextCursor })
    expect(second.entries.map(({ number }) => number)).toEqual([3, 2])
    const newest = first.entries[0]?.id ?? ''
    await append([{ kind: 'agent.stopped', actor: person, data: { agent: 'writer' } }])
    expect((await list({ upTo: newest })).entries[0]?.id).toBe(newest)
    expect(await countNewer(auditor(), { after: newest })).toMatchObject({ count: 1 })
    expect(await countNewer(auditor(), { after: newest, kind: 'team' })).toMatchObject({ count: 0 })
  })

  it('goes by time', async () => {
    const hour = 3_600_000
    expect(await kinds({ since: new Date(Date.now() + hour) })).toEqual([])
    expect((await kinds({ since: new Date(Date.now() - hour) })).length).toBeGreaterThan(4)
    expect(await kinds({ until: new Date(Date.now() - hour) })).toEqual([])
  })

  it('takes a kind of actor for what it is, no pattern, and no number that no entry has', () => {
    for (const actor of ['(', '(a+)+$', '.*', 'person"', 'PERSON', ''])
      expect(listInput.safeParse({ actor }).success).toBe(false)
    for (const actor of ['person', 'agent:writer', 'token:('])
      expect(listInput.safeParse({ actor }).success).toBe(true)
    for (const number of ['9223372036854775808', '-1', '1e3', ''])
      for (const field of ['cursor', 'upTo'])
        expect(listInput.safeParse({ [field]: number }).success).toBe(false)
  })

  it('stays within the workspace', async () => {
    const other = newId('ws')
    const stranger: Context = {
      ...auditor(),
      workspace: { id: other, slug: 'o', name: 'O', timeZone: 'UTC' },
    }
    expect((await listEntries(stranger, listInput.parse({}))).entries).toEqual([])
    const [one] = (await list()).entries
    await expect(getEntry(stranger, { id: one?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(listEntries({ ...context([]) }, listInput.parse({}))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('proofs', () => {
  it('let whoever reads an entry check it against what was signed', async () => {
    const { entries } = await list({ text: '#3' })
    const entry = await getEntry(auditor(), { id: entries[0]?.entryId ?? '' })
    const { proven } = entry
    if (!proven?.previous) throw new Error('not proven')
    const head = parseCheckpoint(openCheckpoint(proven.note, proven.key))
    const before = parseCheckpoint(openCheckpoint(proven.previous.note, proven.key))
    const leaf = leafHash(new TextEncoder().encode(entry.body))
    expect(Buffer.from(leaf).toString('hex')).toBe(entry.storedHash)
    expect(
      verifyInclusion({
        index: proven.index,
        size: head.size,
        root: head.root,
        leafHash: leaf,
        proof: proven.path.map(fromBase64),
      }),
    ).toBe(true)
    expect(
      verifyConsistency({
        size1: before.size,
        root1: before.root,
        size2: head.size,
        root2: head.root,
        proof: proven.previous.growth.path.map(fromBase64),
      }),
    ).toBe(true)
    expect(proven).toMatchObject({ index: 2, size: 4, number: 2, covered: { number: 2, size: 4 } })
  })

  it('let a browser hash on from anywhere', async () => {
    const { bodies, frontier } = await readRange(auditor(), { from: 1, to: 4, frontier: true })
    const grown = bodies.reduce(
      (hashes, body, i) => appendToFrontier(hashes, 1 + i, leafHash(new TextEncoder().encode(body))),
      frontier.map(fromBase64),
    )
    const [latest] = await listCheckpoints(auditor(), {})
    expect(rootOfFrontier(grown)).toEqual(parseCheckpoint(latest?.note.split('\n\n')[0] + '\n').root)
  })

  it('say what is there, and refuse what is not', async () => {
    expect(await readHead(auditor())).toMatchObject({
      entries: 7,
      waiting: 3,
      checkpoints: [
        { number: 2, size: 4 },
        { number: 1, size: 1 },
      ],
    })
    await expect(proveGrowth(auditor(), { from: 5, to: 4 })).rejects.toMatchObject({ code: 'conflict' })
    const beyond = { code: 'invalid', problems: [{ pointer: expect.any(String) as string }] }
    await expect(proveGrowth(auditor(), { from: 5, to: 99 })).rejects.toMatchObject(beyond)
    await expect(readRange(auditor(), { from: 99, to: 100, frontier: true })).rejects.toMatchObject(beyond)
  })
})

describe('names', () => {
  it('are told of what an entry speaks of, as it is called now, and never of what is another workspace’s', async () => {
    const [model, other, elsewhere, gone] = [newId('mod'), newId('ws'), newId('team'), newId('usr')]
    await db.prisma.workspace.create({ data: { id: other, slug: 'other', name: 'Other' } })
    await db.prisma.team.create({
      data: { id: elsewhere, workspaceId: other, slug: 'secret', name: 'Secret', draft: {} },
    })
    await db.prisma.model.create({
      data: { id: model, workspaceId, providerId: newId('prov'), name: 'quill-2' },
    })
    await db.prisma.agent.create({
      data: {
        id: newId('agt'),
        workspaceId,
        slug: 'writer',
        definition: { name: 'Deal writer' },
        editors: [],
      },
    })
    await append([
      {
        kind: 'member.roles_changed',
        actor: person,
        subject: 'writer',
        data: { member: ada, gone, team: teamId, elsewhere, denial: { resource: { id: model } } },
      },
    ])
    const { entries } = await list({ kind: 'member' })
    expect(entries[0]?.names).toEqual({
      [ada]: 'Ada Example',
      [teamId]: 'Deals',
      [model]: 'quill-2',
      'agent/writer': 'Deal writer',
    })
  })
})
