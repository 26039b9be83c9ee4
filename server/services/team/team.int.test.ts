import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { Role } from '@/domain/policy/permission'
import type { Command } from '@/domain/team/command'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { digestOf } from '@/domain/record/digest'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { listAgents } from '../agent/list'
import { putAgent } from '../agent/put'
import { resumeAgent } from '../agent/resume'
import { stopAgent } from '../agent/stop'
import { listContracts } from '../contract/list'
import type { Context } from '../context'
import { applyEdits } from './apply'
import { archiveTeam } from './archive'
import { createTeam } from './create'
import { exportTeam } from './export'
import { getTeam } from './get'
import { getVersion } from './get-version'
import { importTeam } from './import'
import { listTeams } from './list'
import { listVersions } from './list-versions'
import { publishTeam } from './publish'
import { putTeam } from './put'
import { listTemplates } from './templates'

let database: TestDatabase
let db: Db
let workspace: NonNullable<Context['workspace']>

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.appUrl, 8)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

/** A workspace of its own for each test, and someone in it. */
async function enter(roles: readonly Role[] = ['operator']): Promise<Context> {
  const id = newId('ws')
  workspace = { id, slug: id, name: 'Larkspur', timeZone: 'Europe/Berlin' }
  await db.prisma.workspace.create({ data: workspace })
  return as('usr_odile', roles)
}
const as = (id: string, roles: readonly Role[] = ['operator']): Context => {
  const actor: Actor = { kind: 'person', id, name: 'Odile Farrow' }
  return { db, actor, workspace, roles }
}

const agent = {
  slug: 'writer',
  name: 'Writer',
  job: 'Writes.',
  owner: 'O. Farrow',
  clearance: 'internal',
}
const text = (max: number) => ({
  type: 'object',
  properties: { text: { type: 'string', maxLength: max, 'x-classification': 'internal' } },
  required: ['text'],
  additionalProperties: false,
})
const drawn = (name = 'Desk', max = 100): TeamDocument =>
  teamDocumentSchema.parse({
    format: 1,
    name,
    contracts: [
      { name: 'case.request', version: 1, schema: text(max) },
      { name: 'case.answer', version: 1, schema: text(500) },
    ],
    nodes: [
      { kind: 'trigger', id: 'start', name: 'Start', produces: 'case.request@1' },
      {
        kind: 'agent',
        id: 'answer',
        name: 'Answer',
        agent: 'writer',
        accepts: 'case.request@1',
        produces: 'case.answer@1',
        task: 'Answer.',
      },
      { kind: 'end', id: 'done', name: 'Done' },
    ],
    edges: [
      { id: 'one', from: { node: 'start' }, to: { node: 'answer' } },
      { id: 'two', from: { node: 'answer' }, to: { node: 'done' } },
    ],
  })

async function failure(work: Promise<unknown>): Promise<BatonError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (error instanceof BatonError) return error
  throw new Error('expected a BatonError', { cause: error })
}
const kinds = async (): Promise<string[]> =>
  (
    await db.prisma.recordEntry.findMany({ where: { workspaceId: workspace.id }, orderBy: { id: 'asc' } })
  ).map(({ kind }) => kind)

const goal = (value: string): Command => ({ type: 'team.goal', goal: value })

describe('a draft', () => {
  it('is created, edited in order, and remembers who edited', async () => {
    const ctx = await enter()
    const { slug, id } = await createTeam(ctx, { name: 'Quote desk' })
    expect(slug).toBe('quote-desk')
    expect((await createTeam(ctx, { name: 'Quote desk' })).slug).toBe('quote-desk-2')
    const edits = [goal('Fast'), { type: 'team.rename', name: 'Quotes' }]
    expect(await applyEdits(as('usr_mina'), { slug, revision: 1, commands: edits })).toEqual({ revision: 2 })
    const team = await getTeam(ctx, { slug })
    expect(team).toMatchObject({ name: 'Quotes', revision: 2, document: { goal: 'Fast' }, published: null })
    const row = await db.prisma.team.findUniqueOrThrow({ where: { id } })
    expect(row.draftEditors).toEqual(['usr_odile', 'usr_mina'])
    expect(await kinds()).toEqual(['team.created', 'team.created', 'team.edited'])
  })

  it('takes all edits or none, with a pointer to the culprit', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const commands = [goal('kept?'), { type: 'node.remove', id: 'nobody' }]
    const error = await failure(applyEdits(ctx, { slug, revision: 1, commands }))
    expect(error.code).toBe('invalid')
    expect(error.problems[0]?.pointer).toBe('/commands/1/id')
    expect(await getTeam(ctx, { slug })).toMatchObject({ revision: 1, document: { goal: '' } })
    const odd = await failure(applyEdits(ctx, { slug, revision: 1, commands: [{ type: 'team.goal' }] }))
    expect(odd.problems.map(({ pointer }) => pointer)).toEqual(['/commands/0/goal'])
  })

  it('lets one of two editors win, and tells the other', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const attempts = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((each) =>
        applyEdits(as(`usr_${each}`), { slug, revision: 1, commands: [goal(each)] }),
      ),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect((attempt.reason as BatonError).code).toBe('conflict')
    expect((await getTeam(ctx, { slug })).revision).toBe(2)
  })

  it('refuses a document that is not one and stores nothing', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const bad = { ...drawn(), edges: [{ id: 'one', from: { node: 'start' }, to: { node: 'gone' } }] }
    const error = await failure(putTeam(ctx, { slug, document: bad }))
    expect(error.code).toBe('invalid')
    expect(error.problems).toMatchObject([{ pointer: '/edges/0/to/node', expected: 'start, answer, done' }])
    expect((await failure(putTeam(ctx, { slug, document: { format: 1 } }))).problems).toMatchObject([
      { pointer: '/name', expected: 'string' },
    ])
    expect((await getTeam(ctx, { slug })).revision).toBe(1)
    expect((await failure(putTeam(ctx, { slug, revision: 7, document: drawn() }))).code).toBe('conflict')
  })

  it('is for operators of its own workspace only', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const auditor = as('usr_agnes', ['auditor'])
    expect((await getTeam(auditor, { slug })).slug).toBe(slug)
    for (const work of [
      () => createTeam(auditor, { name: 'No' }),
      () => applyEdits(auditor, { slug, revision: 1, commands: [goal('no')] }),
      () => putTeam(auditor, { slug, document: drawn() }),
      () => publishTeam(auditor, { slug }),
      () => archiveTeam(auditor, { slug, archived: true }),
      () => importTeam(auditor, { yaml: 'baton: 1' }),
    ])
      expect((await failure(work())).code).toBe('forbidden')
    const elsewhere = await enter()
    expect((await failure(getTeam(elsewhere, { slug }))).code).toBe('not_found')
  })
})

describe('publishing', () => {
  it('refuses a drawing with errors, each with a pointer, and writes nothing', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const error = await failure(publishTeam(ctx, { slug }))
    expect(error.code).toBe('invalid')
    expect(error.problems.map(({ pointer }) => pointer)).toContain('/nodes/1/agent')
    expect(await listVersions(ctx, { slug })).toEqual([])
    expect(await kinds()).not.toContain('team.published')
  })

  it('names a version by its digest, numbers it, and never changes it', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const first = await publishTeam(ctx, { slug, revision: 1, note: 'To begin with' })
    const stored = await getVersion(ctx, { slug, number: 1 })
    expect(stored).toMatchObject({
      number: 1,
      digest: first.digest,
      note: 'To begin with',
      editors: ['usr_odile'],
    })
    expect(digestOf(stored.bundle)).toBe(first.digest)

    const same = await failure(publishTeam(ctx, { slug }))
    expect([same.code, same.message]).toEqual(['conflict', 'Nothing that runs has changed since version 1.'])
    expect((await failure(publishTeam(ctx, { slug, revision: 9 }))).code).toBe('conflict')

    await applyEdits(as('usr_mina'), { slug, revision: 1, commands: [goal('Answer all')] })
    expect(await publishTeam(ctx, { slug })).toMatchObject({ number: 2 })
    expect((await listVersions(ctx, { slug })).map(({ number, current }) => [number, current])).toEqual([
      [2, true],
      [1, false],
    ])
    expect((await getVersion(ctx, { slug, number: 2 })).editors).toEqual(['usr_mina'])
    expect((await getVersion(ctx, { slug, number: 1 })).digest).toBe(first.digest)
  })

  it('gives two who publish at once one version', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const both = await Promise.allSettled([publishTeam(ctx, { slug }), publishTeam(as('usr_mina'), { slug })])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listVersions(ctx, { slug })).toHaveLength(1)
  })

  it('keeps a contract’s name and version for one schema, across teams', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const one = await createTeam(ctx, { name: 'One', document: drawn('One', 100) })
    const two = await createTeam(ctx, { name: 'Two', document: drawn('Two', 90) })
    await publishTeam(ctx, { slug: one.slug })
    const error = await failure(publishTeam(ctx, { slug: two.slug }))
    expect(error.code).toBe('conflict')
    expect(error.message).toContain('case.request 1 is published already with another schema')
    expect(await listVersions(ctx, { slug: two.slug })).toEqual([])
    const [answer, request] = await listContracts(ctx)
    expect([answer?.name, request?.name]).toEqual(['case.answer', 'case.request'])
    expect(request?.versions[0]?.usedBy).toEqual([
      { slug: 'one', name: 'One', where: 'both' },
      { slug: 'two', name: 'Two', where: 'draft' },
    ])
  })
})

describe('files and templates', () => {
  it('takes a team to another workspace and back, with its agents', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const { yaml } = await exportTeam(ctx, { slug })
    const there = await enter()
    expect(await importTeam(there, { yaml })).toEqual({
      slug: 'desk',
      revision: 1,
      created: true,
      agents: ['writer'],
    })
    expect((await exportTeam(there, { slug: 'desk' })).yaml).toBe(yaml)
    expect(await importTeam(there, { yaml })).toMatchObject({ created: false, revision: 1, agents: [] })
    expect(await publishTeam(there, { slug: 'desk' })).toMatchObject({ number: 1 })
  })

  it('imports all of a file or nothing', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const { yaml } = await exportTeam(ctx, { slug })
    const there = await enter()
    const broken = yaml.replace('to: { node: done }', 'to: { node: nowhere }')
    const error = await failure(importTeam(there, { yaml: broken }))
    expect(error.problems[0]?.pointer).toBe('/team/edges/1/to/node')
    expect(error.problems[0]?.message).toMatch(/^Line \d+/)
    expect([await listTeams(there, {}), await listAgents(there)]).toEqual([[], []])
  })

  it('starts a team from each template, ready but for its connections', async () => {
    const ctx = await enter()
    for (const { key, name } of await listTemplates(ctx)) {
      const { slug } = await createTeam(ctx, { name, template: key })
      const { problems } = await getTeam(ctx, { slug })
      expect(
        problems.filter(({ severity, check }) => severity === 'error' && !check.startsWith('Connections')),
      ).toEqual([])
    }
    expect((await failure(createTeam(ctx, { name: 'X', template: 'none' }))).code).toBe('not_found')
  })
})

it('archives and restores a team, which cannot be edited meanwhile', async () => {
  const ctx = await enter()
  const { slug } = await createTeam(ctx, { name: 'Desk' })
  await archiveTeam(ctx, { slug, archived: true })
  expect(await listTeams(ctx, {})).toEqual([])
  expect(await listTeams(ctx, { archived: true })).toMatchObject([{ slug, draftAhead: true }])
  expect((await failure(applyEdits(ctx, { slug, revision: 1, commands: [goal('no')] }))).code).toBe(
    'conflict',
  )
  await archiveTeam(ctx, { slug, archived: false })
  expect(await applyEdits(ctx, { slug, revision: 1, commands: [goal('yes')] })).toEqual({ revision: 2 })
})

describe('agents', () => {
  it('are put once, changed by revision, and refused with pointers', async () => {
    const ctx = await enter()
    expect(await putAgent(ctx, { agent, create: true })).toMatchObject({ slug: 'writer', revision: 1 })
    expect((await failure(putAgent(ctx, { agent, create: true }))).code).toBe('conflict')
    expect(await putAgent(ctx, { agent, revision: 1 })).toMatchObject({ revision: 1 })
    const changed = { ...agent, clearance: 'restricted' }
    expect(await putAgent(ctx, { agent: changed, revision: 1 })).toMatchObject({ revision: 2 })
    expect((await failure(putAgent(ctx, { agent: { ...agent, job: 'X' }, revision: 1 }))).code).toBe(
      'conflict',
    )
    const bad = await failure(putAgent(ctx, { agent: { ...agent, autonomy: 7, clearance: 'top', wings: 2 } }))
    expect(bad.problems.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/clearance', '/autonomy']),
    )
    expect(await kinds()).toEqual(['agent.created', 'agent.changed'])
  })

  it('are stopped and resumed, once each, and listed with their teams and budgets', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    await createTeam(ctx, { name: 'Desk', document: drawn() })
    expect((await stopAgent(ctx, { slug: 'writer', reason: 'Too dear' })).stoppedAt).not.toBeNull()
    expect((await failure(stopAgent(ctx, { slug: 'writer', reason: '' }))).message).toBe(
      'Writer is stopped already.',
    )
    await resumeAgent(ctx, { slug: 'writer' })
    expect((await failure(resumeAgent(ctx, { slug: 'writer' }))).code).toBe('conflict')
    await db.prisma.budget.create({
      data: {
        id: newId('bud'),
        workspaceId: workspace.id,
        scope: 'agent',
        subject: 'writer',
        period: 'day',
        capMicros: 500n,
        updatedBy: {},
      },
    })
    expect(await listAgents(ctx)).toMatchObject([
      {
        slug: 'writer',
        stoppedAt: null,
        teams: [{ slug: 'desk', name: 'Desk' }],
        budgets: [{ period: 'day', capMicros: 500n, spentMicros: 0n, reservedMicros: 0n }],
      },
    ])
  })
})
